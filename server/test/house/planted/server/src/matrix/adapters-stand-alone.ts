// Planted: reported by `adapters-stand-alone` and by no other rule.
import { bridge } from '../bridge/index.ts';
export const planted: unknown = bridge;
