// Planted: reported by `adapters-know-no-feature` and by no other rule.
import { directory } from '../directory/index.ts';
export const planted: unknown = directory;
