// Planted: reported by `only-main-reads-the-configuration` and by no other rule.
import { config } from '../config/index.ts';
export const planted: unknown = config;
