// Planted: reported by `overview-looks-and-nobody-looks-at-it` and by no other rule.
import { overview } from '../overview/index.ts';
export const planted: unknown = overview;
