/** Append-only trail of what people and the box did. Everybody may call it; it calls nobody. */
export { createAuditTrail, type AuditTrail, type AuditEntry, type AuditFilter } from './audit-trail.ts';
