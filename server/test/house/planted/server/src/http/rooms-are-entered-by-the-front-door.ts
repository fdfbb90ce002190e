// Planted: reported by `rooms-are-entered-by-the-front-door` and by no other rule.
import type { inside } from '../gate/inside.ts';
export const planted: unknown = null as unknown as typeof inside;
