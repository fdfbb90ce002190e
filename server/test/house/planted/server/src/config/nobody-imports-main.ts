// Planted: reported by `nobody-imports-main` and by no other rule.
import { main } from '../main.ts';
export const planted: unknown = main;
