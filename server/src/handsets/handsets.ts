import type {
  AccountId, AuditAction, ChangeHandset, Handset, HandsetId, HandsetPage, HandsetQuery, HandsetState, HandsetWithHistory, HandOutHandset, LoseHandset, PersonId,
  RegisterHandset, ReturnHandset, Scope,
} from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, WriteTx } from '../db/index.ts';
import { findAccount, findPerson } from '../directory/index.ts';
import { actorId, AppError, mustBeCurrent, newHandsetId, type Clock, type News, type PersonActor } from '../kernel/index.ts';
import {
  findHandset, findHandsetOfAccount, insertHandset, insertTurn, isOfTeam, listHandsets, listTurns, ownNumberOf, turnHandset, updateHandset, type HandsetRecord,
} from './handset-repository.ts';

type Deps = { db: Db; clock: Clock; audit: AuditTrail; news: News };
type Move = { to: HandsetState; action: AuditAction; from: readonly HandsetState[]; holder: (before: Handset) => PersonId | null };

export type Handsets = ReturnType<typeof createHandsets>;
export function createHandsets({ db, clock, audit, news }: Deps) {
  function find(tx: WriteTx | Db, handsetId: HandsetId): Handset {
    const handset = findHandset(tx, handsetId);
    if (!handset) throw new AppError('NOT_FOUND', `no handset ${handsetId}`);
    return handset;
  }

  function checkAccount(tx: WriteTx, accountId: AccountId | null, own: HandsetId | null): void {
    if (accountId === null) return;
    if (!findAccount(tx, accountId)) throw new AppError('NOT_FOUND', `no account ${accountId}`, { field: '/accountId' });
    const other = findHandsetOfAccount(tx, accountId);
    if (other && other.handsetId !== own) throw new AppError('CONFLICT', `the SIM of this account is in handset ${other.handsetId}`, { field: '/accountId' });
  }

  function tell(tx: WriteTx, handsetId: HandsetId): void {
    tx.afterCommit(() => news.publish({ kind: 'handset.changed', handsetId }));
  }

  function move(actor: PersonActor, handsetId: HandsetId, { to, action, from, holder }: Move, { reason, version }: { reason?: string; version?: number }): Handset {
    return db.write((tx) => {
      const before = find(tx, handsetId);
      mustBeCurrent(before.version, version);
      if (!from.includes(before.state)) throw new AppError('HANDSET_STATE', `the handset is ${before.state}`);
      const next = holder(before);
      turnHandset(tx, handsetId, { at: clock.now(), state: to, holder: next, by: actorId(actor), reason: reason ?? null });
      audit.record(tx, { actor, action, target: handsetId, reason, detail: { holder: next ?? before.holder, was: before.state } });
      tell(tx, handsetId);
      return find(tx, handsetId);
    });
  }

  return {
    list(actor: PersonActor, scope: Scope, { state, accountId, holder, q, limit = 100, after }: HandsetQuery): HandsetPage {
      if (scope !== 'all' && actor.teamId === null) return { handsets: [], next: null };
      const rows = listHandsets(db, {
        state: state ?? null, accountId: accountId ?? null, holder: holder ?? null, like: q === undefined ? null : `%${q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`,
        teamId: scope === 'all' ? null : actor.teamId, after: readMark(after), limit: limit + 1,
      });
      const handsets = rows.slice(0, limit);
      const last = handsets.at(-1);
      return { handsets, next: rows.length > limit && last ? `${last.handsetId}~${last.label}` : null };
    },

    get(actor: PersonActor, scope: Scope, handsetId: HandsetId): HandsetWithHistory {
      const handset = find(db, handsetId);
      if (scope !== 'all' && (actor.teamId === null || !isOfTeam(db, handsetId, actor.teamId))) throw new AppError('NOT_FOUND', `no handset ${handsetId}`);
      return { handset, history: listTurns(db, handsetId) };
    },

    /** New ones lie in the safe until somebody is handed them. */
    register(actor: PersonActor, { label, accountId = null, number = null, imei = null, serial = null, note = null }: RegisterHandset): Handset {
      return db.write((tx) => {
        checkAccount(tx, accountId, null);
        const at = clock.now();
        const handset: HandsetRecord = { handsetId: newHandsetId(), label, accountId, number, imei, serial, note, state: 'in-safe', holder: null, since: at, createdAt: at, version: 1 };
        insertHandset(tx, handset);
        insertTurn(tx, handset.handsetId, { at, state: 'in-safe', holder: null, by: actorId(actor), reason: null });
        audit.record(tx, { actor, action: 'handset.registered', target: handset.handsetId, detail: { accountId } });
        tell(tx, handset.handsetId);
        return find(tx, handset.handsetId);
      });
    },

    change(actor: PersonActor, handsetId: HandsetId, { version, ...input }: ChangeHandset): Handset {
      return db.write((tx) => {
        const before = find(tx, handsetId);
        mustBeCurrent(before.version, version);
        if (input.accountId !== undefined && before.state !== 'retired') checkAccount(tx, input.accountId, handsetId);
        const stored = { ...before, number: ownNumberOf(tx, handsetId) };
        const after = { ...stored, ...input };
        const fields = (Object.keys(input) as (keyof typeof input)[]).filter((field) => stored[field] !== after[field]);
        if (fields.length === 0) return before;
        updateHandset(tx, after);
        audit.record(tx, { actor, action: 'handset.changed', target: handsetId, detail: { fields } });
        tell(tx, handsetId);
        return find(tx, handsetId);
      });
    },

    handOut(actor: PersonActor, handsetId: HandsetId, { personId, ...act }: HandOutHandset): Handset {
      const person = findPerson(db, personId);
      if (!person) throw new AppError('NOT_FOUND', `no person ${personId}`, { field: '/personId' });
      if (person.state === 'locked') throw new AppError('PERSON_LOCKED', 'nobody who is locked is handed a handset', { field: '/personId' });
      return move(actor, handsetId, { to: 'handed-out', action: 'handset.handed-out', from: ['in-safe', 'handed-out'], holder: () => personId }, act);
    },

    /** Into the safe. What is there already, or retired, is not returned. */
    giveBack: (actor: PersonActor, handsetId: HandsetId, act: ReturnHandset): Handset =>
      move(actor, handsetId, { to: 'in-safe', action: 'handset.returned', from: ['handed-out', 'lost'], holder: () => null }, act),

    /** Who had it last stays named. */
    lose: (actor: PersonActor, handsetId: HandsetId, act: LoseHandset): Handset =>
      move(actor, handsetId, { to: 'lost', action: 'handset.lost', from: ['handed-out', 'in-safe'], holder: ({ holder }) => holder }, act),

    /** For good: its SIM may go into another. */
    retire: (actor: PersonActor, handsetId: HandsetId, act: LoseHandset): Handset =>
      move(actor, handsetId, { to: 'retired', action: 'handset.retired', from: ['in-safe', 'handed-out', 'lost'], holder: () => null }, act),
  };
}

function readMark(after: string | undefined): { label: string; id: string } | null {
  if (after === undefined) return null;
  const [, id, label] = /^(hset_[0-9a-z]{16,40})~(.*)$/s.exec(after) ?? [];
  if (id === undefined || label === undefined) throw new AppError('BAD_REQUEST', 'after is not the `next` of a page', { field: '/after' });
  return { id, label };
}
