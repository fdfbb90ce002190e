// Planted: reported by `nobody-sees-the-console` and by no other rule.
import * as other from '../../console/src/index.ts';
export const planted: unknown = other;
