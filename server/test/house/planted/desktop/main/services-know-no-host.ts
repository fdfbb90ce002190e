// Planted: reported by `services-know-no-host` and by no other rule.
import * as other from '../host/index.ts';
export const planted: unknown = other;
