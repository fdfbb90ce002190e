/** Sealed records made readable with the holder's own keys, from a copy that was verified. Writes nothing. */
export { createOpener, isOpened, kidHex, recordsIn } from './opener.ts';
export type { OpenedRecord, OpenFault, RawRecord } from './opener.ts';
export { createBundleOpener } from './open-bundles.ts';
export type { OpenedRows, OpenTask } from './open-bundles.ts';
export { withFileKeys } from './file-keys.ts';
export { readRecords } from './read-records.ts';
