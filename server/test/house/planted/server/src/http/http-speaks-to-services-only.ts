// Planted: reported by `http-speaks-to-services-only` and by no other rule.
import { db } from '../db/index.ts';
export const planted: unknown = db;
