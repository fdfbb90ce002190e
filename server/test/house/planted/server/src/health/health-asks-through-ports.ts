// Planted: reported by `health-asks-through-ports` and by no other rule.
import { gate } from '../gate/index.ts';
export const planted: unknown = gate;
