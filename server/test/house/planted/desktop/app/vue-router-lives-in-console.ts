// Planted: reported by `vue-router-lives-in-console` and by no other rule.
import * as other from 'vue-router';
export const planted: unknown = other;
