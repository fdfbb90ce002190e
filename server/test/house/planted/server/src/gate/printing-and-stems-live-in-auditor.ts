// Planted: reported by `printing-and-stems-live-in-auditor` and by no other rule.
import * as other from 'pdfkit';
export const planted: unknown = other;
