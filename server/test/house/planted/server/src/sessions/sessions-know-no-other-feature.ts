// Planted: reported by `sessions-know-no-other-feature` and by no other rule.
import { directory } from '../directory/index.ts';
export const planted: unknown = directory;
