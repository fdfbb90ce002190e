// Planted: reported by `desktop-sees-only-the-contract` and by no other rule.
import * as other from '../../server/src/kernel/index.ts';
export const planted: unknown = other;
