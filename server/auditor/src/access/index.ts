/**
 * Who looked at what, and why: a chain of entries on the holder's own machine, each on the disk before the look. It is
 * honest bookkeeping and no fence: a lone holder who uses other tools leaves no entry (docs/threat-model.md).
 */
export { handedIn, markHandedIn, readAccessLog, recordAccess } from './access-log.ts';
export type { AccessEntry } from './access-log.ts';
export { formatAccessNote, handInAccess } from './hand-in.ts';
export type { HandIn } from './hand-in.ts';
