// Planted: reported by `kernel-knows-only-the-contract` and by no other rule.
import { readFileSync } from 'node:fs';
export const planted: unknown = readFileSync;
