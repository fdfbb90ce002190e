/** A small C2SP witness for the key holder's or a second site's machine: it cosigns heads that grow, and refuses forks. */
export { readWitnessKey, writeWitnessKey } from './witness-key.ts';
export { createWitness } from './witness-server.ts';
export type { WitnessOutcome } from './witness-server.ts';
export { openWitnessState } from './witness-state.ts';
export type { WitnessState } from './witness-state.ts';
