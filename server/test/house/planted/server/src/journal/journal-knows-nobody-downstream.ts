// Planted: reported by `journal-knows-nobody-downstream` and by no other rule.
import { gate } from '../gate/index.ts';
export const planted: unknown = gate;
