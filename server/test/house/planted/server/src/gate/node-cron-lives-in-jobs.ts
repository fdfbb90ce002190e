// Planted: reported by `node-cron-lives-in-jobs` and by no other rule.
import { schedule } from 'node-cron';
export const planted: unknown = schedule;
