// Planted: reported by `handsets-watch-and-touch-nothing` and by no other rule.
import { gate } from '../gate/index.ts';
export const planted: unknown = gate;
