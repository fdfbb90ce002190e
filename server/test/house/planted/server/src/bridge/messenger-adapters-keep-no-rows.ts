// Planted: reported by `messenger-adapters-keep-no-rows` and by no other rule.
import { db } from '../db/index.ts';
export const planted: unknown = db;
