// Planted: reported by `nobody-knows-the-archive` and by no other rule.
import { archive } from '../archive/index.ts';
export const planted: unknown = archive;
