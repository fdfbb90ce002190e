// Planted: reported by `durable-adapters-speak-to-nobody` and by no other rule.
import { net } from '../net/index.ts';
export const planted: unknown = net;
