// Planted: reported by `product-needs-no-test-code` and by no other rule.
import { anything } from '../../test/support/anything.ts';
export const planted: unknown = anything;
