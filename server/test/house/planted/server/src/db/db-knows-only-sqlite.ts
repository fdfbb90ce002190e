// Planted: reported by `db-knows-only-sqlite` and by no other rule.
import { net } from '../net/index.ts';
export const planted: unknown = net;
