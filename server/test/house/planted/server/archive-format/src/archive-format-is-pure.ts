// Planted: reported by `archive-format-is-pure` and by no other rule.
import * as fs from 'node:fs';
export const planted: unknown = fs;
