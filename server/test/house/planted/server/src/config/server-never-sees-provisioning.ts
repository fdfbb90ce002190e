// Planted: reported by `server-never-sees-provisioning` and by no other rule.
import { plan } from '../../../provisioning/plan/index.ts';
export const planted: unknown = plan;
