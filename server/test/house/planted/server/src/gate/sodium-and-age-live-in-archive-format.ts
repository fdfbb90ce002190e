// Planted: reported by `sodium-and-age-live-in-archive-format` and by no other rule.
import * as other from 'age-encryption';
export const planted: unknown = other;
