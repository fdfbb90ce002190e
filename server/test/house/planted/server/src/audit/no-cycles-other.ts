// Planted: the other half of the cycle.
import { planted } from './no-cycles.ts';
export const other: unknown = planted;
