// Planted: reported by `auditor-knows-only-the-format` and by no other rule.
import { db } from '../../src/db/index.ts';
export const planted: unknown = db;
