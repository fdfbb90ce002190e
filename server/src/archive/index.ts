/**
 * The archive on the box: what is recorded is sealed to the key holders (docs/spec/archive.md), kept in a log with signed
 * heads, shown to witnesses, looked over daily. The box appends and cannot read. Sole user of the archive's format here.
 */
export { createArchive, type Archive, type ArchiveAlarm, type ArchiveDeps } from './archive.ts';
export { createArchiveReading, type ArchiveReading } from './archive-reading.ts';
