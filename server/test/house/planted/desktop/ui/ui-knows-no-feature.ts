// Planted: reported by `ui-knows-no-feature` and by no other rule.
import * as other from '../app/index.ts';
export const planted: unknown = other;
