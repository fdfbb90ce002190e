// Planted: reported by `contract-knows-only-typebox` and by no other rule.
import { kernel } from '../../src/kernel/index.ts';
export const planted: unknown = kernel;
