import type { HandoverId, LeaveDraft, LeaveDraftList, PersonId, SaveLeaveDraft, UserId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import { AppError, mustBeCurrent, type Clock, type PersonActor } from '../kernel/index.ts';

type Row = Omit<LeaveDraft, 'choices'> & { readonly choices: string };
const mostBytes = 2 * 1024 * 1024; // five thousand rooms by hand, with room to spare

const columns = `d.person_id AS personId, d.choices, d.handover_id AS handoverId, d.version, d.changed_at AS changedAt, d.changed_by AS changedBy, b.name AS changedByName
  FROM leave_draft d LEFT JOIN person b ON b.id = d.changed_by`;

function findDraft(db: ReadDb, personId: PersonId): LeaveDraft | undefined {
  const row = db.prepare<[PersonId], Row>(`SELECT ${columns} WHERE d.person_id = ?`).get(personId);
  return row && { ...row, choices: JSON.parse(row.choices) as unknown };
}

/** Part of the cut: what was planned has happened. */
export function endLeaveDraft(tx: WriteTx, leaver: UserId): void {
  tx.prepare('DELETE FROM leave_draft WHERE person_id = (SELECT id FROM person WHERE user_id = ?)').run(leaver);
}

export type LeaveDrafts = ReturnType<typeof createLeaveDrafts>;
/** Choices somebody has made about a leaver and not carried out. Kept whole; what they mean is the wizard's. */
export function createLeaveDrafts({ db, clock, audit }: { db: Db; clock: Clock; audit: AuditTrail }) {
  function mustAnswerClients(tx: ReadDb, personId: PersonId): void {
    const person = tx.prepare<[PersonId], { userId: UserId | null }>('SELECT user_id AS userId FROM person WHERE id = ?').get(personId);
    if (!person) throw new AppError('NOT_FOUND', `no person ${personId}`);
    if (person.userId === null) throw new AppError('NOT_AN_EMPLOYEE', 'this person answers nobody, so there is nothing to hand over');
  }

  return {
    /** Without the choices, which may be long. */
    list(): LeaveDraftList {
      const sql = `SELECT d.person_id AS personId, d.changed_at AS changedAt, d.changed_by AS changedBy, b.name AS changedByName
        FROM leave_draft d LEFT JOIN person b ON b.id = d.changed_by ORDER BY d.changed_at DESC LIMIT 500`;
      return { drafts: db.prepare<[], LeaveDraftList['drafts'][number]>(sql).all() };
    },

    get(personId: PersonId): LeaveDraft {
      const draft = findDraft(db, personId);
      if (!draft) throw new AppError('NOT_FOUND', 'nobody has begun to let this person leave');
      return draft;
    },

    save(actor: PersonActor, personId: PersonId, { choices, handoverId = null, version }: SaveLeaveDraft): LeaveDraft {
      const text = JSON.stringify(choices);
      if (Buffer.byteLength(text) > mostBytes) throw new AppError('PAYLOAD_TOO_LARGE', 'more than a draft may hold', { field: '/choices' });
      return db.write((tx) => {
        mustAnswerClients(tx, personId);
        const before = findDraft(tx, personId);
        mustBeCurrent(before?.version ?? 0, version);
        mustExist(tx, handoverId);
        tx.prepare(
          `INSERT INTO leave_draft (person_id, choices, handover_id, version, changed_at, changed_by) VALUES (?, ?, ?, 1, ?, ?)
           ON CONFLICT (person_id) DO UPDATE SET choices = excluded.choices, handover_id = excluded.handover_id, version = version + 1,
             changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
        ).run(personId, text, handoverId, clock.now(), actor.personId);
        if (!before) audit.record(tx, { actor, action: 'leave-draft.begun', target: personId });
        return findDraft(tx, personId) as LeaveDraft;
      });
    },

    /** Throwing away what is not there changes nothing. */
    discard(actor: PersonActor, personId: PersonId, version?: number): void {
      db.write((tx) => {
        const before = findDraft(tx, personId);
        if (!before) return;
        mustBeCurrent(before.version, version);
        tx.prepare('DELETE FROM leave_draft WHERE person_id = ?').run(personId);
        audit.record(tx, { actor, action: 'leave-draft.discarded', target: personId });
      });
    },
  };

  function mustExist(tx: ReadDb, handoverId: HandoverId | null): void {
    if (handoverId !== null && !tx.prepare('SELECT 1 FROM handover WHERE id = ?').get(handoverId)) throw new AppError('NOT_FOUND', `no handover ${handoverId}`, { field: '/handoverId' });
  }
}
