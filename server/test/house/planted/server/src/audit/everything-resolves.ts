// Planted: reported by `everything-resolves` and by no other rule.
import { gone } from './gone.ts';
export const planted: unknown = gone;
