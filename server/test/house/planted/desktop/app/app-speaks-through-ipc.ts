// Planted: reported by `app-speaks-through-ipc` and by no other rule.
import * as other from '../main/index.ts';
export const planted: unknown = other;
