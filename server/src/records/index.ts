/**
 * What the record says to whoever has to answer for it: what the journal holds by day, what did not leave the box, what
 * was decided about doubtful messages, who looked at whom, and the audit trail as screens and files show it. Only reads,
 * but for a tally of its own that can be built anew from the journal. Learns of bridges through a port.
 */
export { createRecords, type RecordDeps, type Records } from './records.ts';
export { createAuditReading, type AuditReading } from './audit-reading.ts';
export type { TallyBridge } from './classify.ts';
