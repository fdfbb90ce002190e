import type { AuditAction } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';
import { actorId, type Actor, type Clock } from '../kernel/index.ts';
import { findEntries, type AuditEntry, type AuditFilter } from './audit-repository.ts';

export interface AuditTrail {
  /** Same transaction as the act: no act without a trace, no trace without an act. `detail` holds ids and codes only. */
  record(tx: WriteTx, entry: { actor: Actor; action: AuditAction; target: string; reason?: string | undefined; detail?: unknown }): void;
  /** Oldest first, unless the filter says otherwise. */
  list(db: ReadDb, filter: AuditFilter): AuditEntry[];
}

export function createAuditTrail({ clock }: { clock: Clock }): AuditTrail {
  return {
    record(tx, { actor, action, target, reason, detail }) {
      tx.prepare('INSERT INTO audit_entry (at, actor, action, target, reason, detail) VALUES (?, ?, ?, ?, ?, ?)').run(
        clock.now(),
        actorId(actor),
        action,
        target,
        reason ?? null,
        detail === undefined ? null : JSON.stringify(detail),
      );
    },
    list: findEntries,
  };
}
