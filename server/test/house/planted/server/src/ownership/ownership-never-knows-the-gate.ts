// Planted: reported by `ownership-never-knows-the-gate` and by no other rule.
import { gate } from '../gate/index.ts';
export const planted: unknown = gate;
