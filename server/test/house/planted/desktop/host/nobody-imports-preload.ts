// Planted: reported by `nobody-imports-preload` and by no other rule.
import * as other from '../preload/index.ts';
export const planted: unknown = other;
