// Planted: reported by `audit-and-alerts-call-nobody` and by no other rule.
import { net } from '../net/index.ts';
export const planted: unknown = net;
