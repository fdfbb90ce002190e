import type { DeliveryKind, DeliveryState, EventId, RecordedDecision, RecordedDecisionList, RecordedDecisionQuery, RoomId, Scope, UserId } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';
import type { PersonActor } from '../kernel/index.ts';
import { namesOf } from './names.ts';
import { numberOf, placesOf, readCursor, restrict, sendersOf, type Restriction } from './places.ts';

type Row = {
  cursor: number;
  eventId: EventId;
  roomId: RoomId;
  sender: UserId;
  kind: DeliveryKind;
  writtenAt: number;
  was: string;
  reason: string | null;
  state: DeliveryState;
  action: string | null;
  by: string | null;
  at: number | null;
  why: string | null;
};

/** Messages in doubt: those that wait for a person now, or those that somebody decided about, newest first. */
export function listDecisions(db: ReadDb, actor: PersonActor, scope: Scope, { state = 'open', limit = 100, after, ...filter }: RecordedDecisionQuery): RecordedDecisionList {
  const cursor = readCursor(after, 1);
  const restriction = restrict('o', filter, actor, scope);
  const values = {
    ...restriction.values, limit, sender: filter.sender ?? null, from: filter.from ?? null, to: filter.to ?? null,
    before: cursor ? numberOf(cursor[0]!) : Number.MAX_SAFE_INTEGER,
  };
  const rows = db.prepare<unknown[], Row>(state === 'open' ? openSql(restriction) : decidedSql(restriction)).all(values);
  const places = placesOf(db, rows.map(({ roomId }) => roomId));
  const senderOf = sendersOf(db, rows.map(({ sender }) => sender));
  const names = namesOf(db, rows.flatMap(({ by }) => by ?? []));
  const decisions = rows.map((row): RecordedDecision => ({
    ...(places.get(row.roomId) ?? { accountId: null, clientId: null, roomName: null }),
    eventId: row.eventId,
    roomId: row.roomId,
    sender: senderOf(row.sender),
    kind: row.kind,
    writtenAt: row.writtenAt,
    was: row.was as RecordedDecision['was'],
    reason: row.reason,
    state: row.state,
    decision: row.by === null || row.at === null ? null : {
      verdict: row.action === 'delivery.discarded' ? 'discarded' : 'sent', by: { personId: row.by, name: names.get(row.by) ?? null }, at: row.at, reason: row.why,
    },
  }));
  return { decisions, next: rows.length === limit ? String(rows.at(-1)!.cursor) : null };
}

const delivery = 'o.event_id AS eventId, o.room_id AS roomId, o.sender, o.kind, o.origin_at AS writtenAt, o.reason, o.state';

/** The index of what is not settled keeps this short, however long the outbox has become. */
const openSql = ({ sql }: Restriction): string => `
  SELECT o.seq AS cursor, ${delivery}, o.state AS was, NULL AS action, NULL AS by, NULL AS at, NULL AS why
  FROM outbox o INDEXED BY outbox_open WHERE o.state IN ('waiting', 'sending', 'uncertain', 'needs-confirmation') AND o.state IN ('uncertain', 'needs-confirmation')
    AND o.seq < @before AND ${sql} AND (@sender IS NULL OR o.sender = @sender) AND (@from IS NULL OR o.origin_at >= @from) AND (@to IS NULL OR o.origin_at <= @to)
  ORDER BY o.seq DESC LIMIT @limit`;

const decidedSql = ({ sql }: Restriction): string => `
  SELECT e.seq AS cursor, ${delivery}, json_extract(e.detail, '$.was') AS was, e.action, e.actor AS by, e.at, e.reason AS why
  FROM audit_entry e JOIN outbox o ON o.event_id = e.target
  WHERE e.action IN ('delivery.sent-anyway', 'delivery.discarded') AND e.seq < @before AND json_extract(e.detail, '$.was') IN ('uncertain', 'needs-confirmation', 'failed')
    AND ${sql} AND (@sender IS NULL OR o.sender = @sender) AND (@from IS NULL OR e.at >= @from) AND (@to IS NULL OR e.at <= @to)
  ORDER BY e.seq DESC LIMIT @limit`;
