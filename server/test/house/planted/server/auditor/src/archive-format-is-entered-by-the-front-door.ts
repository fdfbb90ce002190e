// Planted: reported by `archive-format-is-entered-by-the-front-door` and by no other rule.
import { inside } from '../../archive-format/src/inside.ts';
export const planted: unknown = inside;
