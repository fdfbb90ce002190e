// Planted: reported by `store-knows-only-ipc` and by no other rule.
import * as other from '../main/index.ts';
export const planted: unknown = other;
