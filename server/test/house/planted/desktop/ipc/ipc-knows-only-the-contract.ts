// Planted: reported by `ipc-knows-only-the-contract` and by no other rule.
import * as other from '../ui/index.ts';
export const planted: unknown = other;
