// Planted: reported by `notices-and-devices-stand-alone` and by no other rule.
import { directory } from '../directory/index.ts';
export const planted: unknown = directory;
