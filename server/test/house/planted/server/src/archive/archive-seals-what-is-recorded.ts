// Planted: reported by `archive-seals-what-is-recorded` and by no other rule.
import { directory } from '../directory/index.ts';
export const planted: unknown = directory;
