// Planted: reported by `reka-lives-in-ui` and by no other rule.
import * as other from 'reka-ui';
export const planted: unknown = other;
