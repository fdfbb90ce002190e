// Planted: reported by `the-product-holds-no-browser-host` and by no other rule.
import * as other from '../../host/index.ts';
export const planted: unknown = other;
