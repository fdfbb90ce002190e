/** From an archive somewhere to records that can be found here: copied, verified against what was pinned, opened, indexed. */
export { bringIndexUp, copyAndVerify, copyOf, openArchiveIndex, pinsOf } from './sync.ts';
export type { Copied, Indexed, Stage, Sync } from './sync.ts';
