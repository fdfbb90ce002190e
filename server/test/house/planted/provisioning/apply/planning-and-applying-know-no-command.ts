// Planted: reported by `planning-and-applying-know-no-command` and by no other rule.
import { cli } from '../cli/index.ts';
export const planted: unknown = cli;
