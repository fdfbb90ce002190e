/** Append-only trail of what people and the box did. Everybody may call it; it calls nobody. */
export type { AuditEntry, AuditFilter } from './audit-repository.ts';
export { createAuditTrail, type AuditTrail } from './audit-trail.ts';
