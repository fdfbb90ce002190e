// Planted: reported by `screens-have-no-node` and by no other rule.
import * as other from 'node:fs';
export const planted: unknown = other;
