// Planted: reported by `console-sees-only-the-contract-and-the-ui` and by no other rule.
import * as other from '../../src/kernel/index.ts';
export const planted: unknown = other;
