// Planted: reported by `what-answers-for-the-record-asks-through-ports` and by no other rule.
import { directory } from '../directory/index.ts';
export const planted: unknown = directory;
