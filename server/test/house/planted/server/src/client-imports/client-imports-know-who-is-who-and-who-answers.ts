/** Planted: a list of clients that sends messages by itself. */
import { gate } from '../gate/index.ts';

export const imported = gate;
