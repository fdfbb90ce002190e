import type { ReadDb, WriteTx } from '../db/index.ts';
import type { Direction, StepOutcome } from './saga-step.ts';

export type ItemState = 'waiting' | 'failed' | 'waiting-for-homeserver' | 'done';

export type SagaItem = {
  readonly kind: string;
  readonly sagaId: string;
  readonly key: string;
  readonly direction: Direction;
  readonly step: number;
  readonly state: ItemState;
  readonly attempts: number;
  readonly errorCode: string | null;
  readonly nextAt: number;
  readonly outcome: StepOutcome;
};

export type ItemOrder = { readonly key: string; readonly priority: number };
type ItemRow = Omit<SagaItem, 'outcome'> & { outcome: string };

const columns =
  'i.kind, i.saga_id AS sagaId, i.key, i.direction, i.step, i.state, i.attempts, i.error_code AS errorCode, i.next_at AS nextAt, i.outcome';
const toItem = (row: ItemRow): SagaItem => ({ ...row, outcome: JSON.parse(row.outcome) as StepOutcome });

export function insertSaga(tx: WriteTx, saga: { kind: string; id: string; rank: number; now: number }, items: readonly ItemOrder[]): void {
  tx.prepare('INSERT INTO saga (kind, id, rank, started_at) VALUES (?, ?, ?, ?)').run(saga.kind, saga.id, saga.rank, saga.now);
  tx.prepare(
    `INSERT INTO saga_item (kind, saga_id, key, priority, direction, step, state, next_at)
     SELECT ?, ?, value ->> 'key', value ->> 'priority', 'forward', 0, 'waiting', ? FROM json_each(?)`,
  ).run(saga.kind, saga.id, saga.now, JSON.stringify(items));
}

export function findItem(db: ReadDb, kind: string, sagaId: string, key: string): SagaItem | undefined {
  const row = db
    .prepare<[string, string, string], ItemRow>(`SELECT ${columns} FROM saga_item i WHERE i.kind = ? AND i.saga_id = ? AND i.key = ?`)
    .get(kind, sagaId, key);
  return row && toItem(row);
}

export function findItems(db: ReadDb, kind: string, sagaId: string, keys: readonly string[]): Map<string, SagaItem> {
  const rows = db
    .prepare<[string, string, string], ItemRow>(
      `SELECT ${columns} FROM saga_item i WHERE i.kind = ? AND i.saga_id = ? AND i.key IN (SELECT value FROM json_each(?))`,
    )
    .all(kind, sagaId, JSON.stringify(keys));
  return new Map(rows.map((row) => [row.key, toItem(row)]));
}

/** What may run now, most urgent first; never a key that is being worked on. */
export function findDueItems(db: ReadDb, kinds: readonly string[], now: number, busyKeys: readonly string[], limit: number): SagaItem[] {
  return db
    .prepare<[string, number, string, number], ItemRow>(
      `SELECT ${columns} FROM saga_item i JOIN saga s ON s.kind = i.kind AND s.id = i.saga_id
       WHERE i.state <> 'done' AND i.kind IN (SELECT value FROM json_each(?)) AND i.next_at <= ?
         AND i.key NOT IN (SELECT value FROM json_each(?))
       ORDER BY s.rank, i.priority DESC, s.started_at, i.next_at, i.rowid LIMIT ?`,
    )
    .all(JSON.stringify(kinds), now, JSON.stringify(busyKeys), limit)
    .map(toItem);
}

export function findNextAt(db: ReadDb, kinds: readonly string[], busyKeys: readonly string[]): number | null {
  const row = db
    .prepare<[string, string], { at: number | null }>(
      `SELECT min(next_at) AS at FROM saga_item WHERE state <> 'done'
       AND kind IN (SELECT value FROM json_each(?)) AND key NOT IN (SELECT value FROM json_each(?))`,
    )
    .get(JSON.stringify(kinds), JSON.stringify(busyKeys));
  return row?.at ?? null;
}

export function findUnfinishedSagas(db: ReadDb, kind: string): string[] {
  return db
    .prepare<[string], { id: string }>('SELECT id FROM saga WHERE kind = ? AND finished_at IS NULL ORDER BY started_at')
    .all(kind)
    .map(({ id }) => id);
}

export function moveItem(tx: WriteTx, item: SagaItem, to: { step: number; state: 'waiting' | 'done'; outcome: StepOutcome; now: number }): void {
  tx.prepare(
    `UPDATE saga_item SET step = ?, state = ?, attempts = 0, error_code = NULL, next_at = ?, outcome = ?, finished_at = ?
     WHERE kind = ? AND saga_id = ? AND key = ?`,
  ).run(to.step, to.state, to.now, JSON.stringify(to.outcome), to.state === 'done' ? to.now : null, item.kind, item.sagaId, item.key);
}

export function keepOutcome(tx: WriteTx, item: SagaItem, outcome: StepOutcome): void {
  tx.prepare('UPDATE saga_item SET outcome = ? WHERE kind = ? AND saga_id = ? AND key = ?').run(JSON.stringify(outcome), item.kind, item.sagaId, item.key);
}

export function postponeItem(tx: WriteTx, item: SagaItem, failure: { state: ItemState; code: string; nextAt: number }): void {
  tx.prepare(
    'UPDATE saga_item SET state = ?, attempts = attempts + 1, error_code = ?, next_at = ? WHERE kind = ? AND saga_id = ? AND key = ? AND direction = ?',
  ).run(failure.state, failure.code, failure.nextAt, item.kind, item.sagaId, item.key, item.direction);
}

/** From where the item is, a step possibly under way included, back to the start. */
export function turnBack(tx: WriteTx, kind: string, sagaId: string, keys: readonly string[], lastStep: number, now: number): void {
  tx.prepare(
    `UPDATE saga_item SET direction = 'back', step = min(step, ?), state = 'waiting', attempts = 0, error_code = NULL, next_at = ?, finished_at = NULL
     WHERE kind = ? AND saga_id = ? AND direction = 'forward' AND key IN (SELECT value FROM json_each(?))`,
  ).run(lastStep, now, kind, sagaId, JSON.stringify(keys));
  tx.prepare('UPDATE saga SET finished_at = NULL WHERE kind = ? AND id = ?').run(kind, sagaId);
}

export type SagaCounts = { readonly total: number; readonly done: number; readonly failed: number; readonly waitingForHomeserver: number };

export function countItems(db: ReadDb, kind: string, sagaId: string): SagaCounts {
  return db
    .prepare<[string, string], SagaCounts>(
      `SELECT count(*) AS total, count(*) FILTER (WHERE state = 'done') AS done, count(*) FILTER (WHERE state = 'failed') AS failed,
         count(*) FILTER (WHERE state = 'waiting-for-homeserver') AS waitingForHomeserver
       FROM saga_item WHERE kind = ? AND saga_id = ?`,
    )
    .get(kind, sagaId) as SagaCounts;
}

/** No item is left that could move without one of the failed ones being retried. */
export function isStalled(db: ReadDb, kind: string, sagaId: string): boolean {
  return (
    db
      .prepare<[string, string], unknown>(`SELECT 1 FROM saga_item WHERE kind = ? AND saga_id = ? AND state = 'waiting' LIMIT 1`)
      .get(kind, sagaId) === undefined
  );
}

/** Marks the saga finished when its last item is done; true when that happened now. */
export function finishSaga(tx: WriteTx, kind: string, sagaId: string, now: number): boolean {
  return (
    tx
      .prepare(
        `UPDATE saga SET finished_at = ? WHERE kind = ? AND id = ? AND finished_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM saga_item i WHERE i.kind = saga.kind AND i.saga_id = saga.id AND i.state <> 'done')`,
      )
      .run(now, kind, sagaId).changes === 1
  );
}

export function deleteSaga(tx: WriteTx, kind: string, sagaId: string): void {
  tx.prepare('DELETE FROM saga_item WHERE kind = ? AND saga_id = ?').run(kind, sagaId);
  tx.prepare('DELETE FROM saga WHERE kind = ? AND id = ?').run(kind, sagaId);
}

export function isFinished(db: ReadDb, kind: string, sagaId: string): boolean {
  const row = db.prepare<[string, string], { at: number | null }>('SELECT finished_at AS at FROM saga WHERE kind = ? AND id = ?').get(kind, sagaId);
  return row === undefined || row.at !== null;
}
