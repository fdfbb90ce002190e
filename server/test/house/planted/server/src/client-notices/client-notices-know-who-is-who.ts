/** Planted: a notice that asks who answers. */
import { ownership } from '../ownership/index.ts';

export const told = ownership;
