// Planted: reported by `templates-stand-alone` and by no other rule.
import { directory } from '../directory/index.ts';
export const planted: unknown = directory;
