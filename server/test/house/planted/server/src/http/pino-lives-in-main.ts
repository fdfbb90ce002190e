// Planted: reported by `pino-lives-in-main` and by no other rule.
import { pino } from 'pino';
export const planted: unknown = pino;
