// Planted: reported by `matrix-js-sdk-lives-in-app-matrix` and by no other rule.
import * as other from 'matrix-js-sdk';
export const planted: unknown = other;
