// Planted: reported by `no-cycles` and by no other rule.
import { other } from './no-cycles-other.ts';
export const planted: unknown = other;
