// Planted: reported by `only-the-gate-asks-the-journal` and by no other rule.
import { journal } from '../journal/index.ts';
export const planted: unknown = journal;
