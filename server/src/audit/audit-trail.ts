import type { AuditAction } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';
import { actorId, type Actor, type Clock } from '../kernel/index.ts';

export type AuditEntry = {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly action: AuditAction;
  readonly target: string;
  readonly reason: string | null;
  readonly detail: unknown;
};

export type AuditFilter = { action?: AuditAction; target?: string; actor?: string; after?: number; limit: number };

export interface AuditTrail {
  /** Same transaction as the act: no act without a trace, no trace without an act. `detail` holds ids and codes only. */
  record(tx: WriteTx, entry: { actor: Actor; action: AuditAction; target: string; reason?: string | undefined; detail?: unknown }): void;
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
    list(db, { action, target, actor, after, limit }) {
      const rows = db
        .prepare<unknown[], Omit<AuditEntry, 'detail'> & { detail: string | null }>(
          `SELECT seq, at, actor, action, target, reason, detail FROM audit_entry
           WHERE seq > ? AND (? IS NULL OR action = ?) AND (? IS NULL OR target = ?) AND (? IS NULL OR actor = ?)
           ORDER BY seq LIMIT ?`,
        )
        .all(after ?? 0, action ?? null, action ?? null, target ?? null, target ?? null, actor ?? null, actor ?? null, limit);
      return rows.map((row) => ({ ...row, detail: row.detail === null ? null : (JSON.parse(row.detail) as unknown) }));
    },
  };
}
