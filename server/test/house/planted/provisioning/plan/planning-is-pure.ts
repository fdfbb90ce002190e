// Planted: reported by `planning-is-pure` and by no other rule.
import { readFileSync } from 'node:fs';
export const planted: unknown = readFileSync;
