// Planted: reported by `provisioning-sees-only-the-contract` and by no other rule.
import { db } from '../../server/src/db/index.ts';
export const planted: unknown = db;
