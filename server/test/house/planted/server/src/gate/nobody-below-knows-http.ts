// Planted: reported by `nobody-below-knows-http` and by no other rule.
import { http } from '../http/index.ts';
export const planted: unknown = http;
