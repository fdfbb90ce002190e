import type { EventId, Refusal, RoomId, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';
import type { CapturedEvent } from '../journal/index.ts';
import type { Decision } from './decide.ts';

export type RecordedDecision = {
  readonly eventId: EventId;
  readonly roomId: RoomId;
  readonly sender: UserId;
  readonly verdict: 'pass' | 'refuse' | 'note';
  readonly code: Refusal | null;
  readonly detail: string | null;
  readonly decidedAt: number;
};

const columns = 'event_id AS eventId, room_id AS roomId, sender, verdict, code, detail, decided_at AS decidedAt';

export function insertDecision(tx: WriteTx, event: CapturedEvent, decision: Decision, at: number): void {
  const refused = decision.verdict === 'refuse' ? decision : undefined;
  tx.prepare('INSERT INTO decision (event_id, room_id, sender, verdict, code, detail, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    event.eventId,
    event.roomId,
    event.sender,
    decision.verdict,
    refused?.code ?? null,
    refused?.detail?.slice(0, 200) ?? null,
    at,
  );
}

export function findDecision(db: ReadDb, eventId: EventId): RecordedDecision | undefined {
  return db.prepare<[string], RecordedDecision>(`SELECT ${columns} FROM decision WHERE event_id = ?`).get(eventId);
}

/** Refusals, newest first. */
export function listRefusals(db: ReadDb, limit: number): RecordedDecision[] {
  return db.prepare<[number], RecordedDecision>(`SELECT ${columns} FROM decision WHERE verdict = 'refuse' ORDER BY decided_at DESC LIMIT ?`).all(limit);
}
