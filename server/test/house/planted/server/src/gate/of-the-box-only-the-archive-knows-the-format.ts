// Planted: reported by `of-the-box-only-the-archive-knows-the-format` and by no other rule.
import { format } from '../../archive-format/src/index.ts';
export const planted: unknown = format;
