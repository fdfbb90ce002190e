// Planted: reported by `directory-knows-nobody-downstream` and by no other rule.
import { ownership } from '../ownership/index.ts';
export const planted: unknown = ownership;
