// Planted: reported by `gate-never-knows-health` and by no other rule.
import { health } from '../health/index.ts';
export const planted: unknown = health;
