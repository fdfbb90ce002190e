/**
 * The second front door, `@holdfast/archive-format/ranges`: what a thread needs that verifies a part of an archive. It loads
 * neither ciphers nor age, which take longer to load than a hundred thousand records to verify.
 */
export type { ArchiveReader, Fault, RangeResult } from './faults.ts';
export { bundlesOf, verifyRange, type RangeOptions } from './verify-range.ts';
