import { LeafType } from '@holdfast/archive-format';
import type { EventId, RoomId } from '@holdfast/contract';
import type { Db, WriteTx } from '../db/index.ts';
import { createPacer } from '../kernel/index.ts';
import type { BodyStore, CapturedEvent } from '../journal/index.ts';
import { eventPayload } from './payloads.ts';
import type { Sealer } from './sealer.ts';
import type { SlotPool } from './slot-pool.ts';

type Deps = { db: Db; sealer: Sealer; pool: SlotPool; /** Resolves when there is somebody to seal to; until then nothing is recorded and everything waits in the homeserver. */ policyThere: () => Promise<void> };

/** Bodies of recorded events go sealed into the tail of the log, in the transaction that records the event. */
export function createSealedBodies({ sealer, pool, policyThere }: Omit<Deps, 'db'>): BodyStore {
  return {
    async prepare(rooms) {
      await policyThere();
      await pool.ensure(sealer.lacking(rooms));
    },
    put: (tx, event, json) => sealer.seal(tx, event.roomId, LeafType.event, eventPayload(event, json)),
  };
}

type OldRow = Pick<CapturedEvent, 'eventId' | 'roomId' | 'streamOrdering' | 'recordedAt'> & { readonly late: number; readonly body: Buffer };
const atOnce = 200;
const pace = createPacer();

/** Bodies that an earlier release left readable: sealed in the order they were recorded, and gone from the record, log of writes included. */
export async function sealOldBodies({ db, sealer, pool, policyThere }: Deps): Promise<number> {
  let sealed = 0;
  const next = (): OldRow[] =>
    db.prepare<[number], OldRow>(
      `SELECT e.event_id AS eventId, e.room_id AS roomId, e.stream_ordering AS streamOrdering, e.recorded_at AS recordedAt, e.late, b.body
       FROM journal_body b JOIN journal_event e ON e.event_id = b.event_id ORDER BY e.seq LIMIT ?`,
    ).all(atOnce);
  for (let rows = next(); rows.length > 0; rows = next()) {
    await policyThere();
    await pool.ensure(sealer.lacking(rooms(rows)));
    sealed += await pace((isOver) => db.write((tx) => sealSome(tx, rows, isOver)));
  }
  if (sealed > 0) db.forgetDeleted();
  return sealed;

  function sealSome(tx: WriteTx, rows: readonly OldRow[], isOver: () => boolean): number {
    for (const [count, row] of rows.entries()) {
      if (count > 0 && isOver()) return count;
      sealOne(tx, row);
    }
    return rows.length;
  }

  function sealOne(tx: WriteTx, { late, body, ...row }: OldRow): void {
    sealer.seal(tx, row.roomId, LeafType.event, eventPayload({ ...row, late: late === 1 }, body.toString('utf8')));
    tx.prepare<[EventId]>('DELETE FROM journal_body WHERE event_id = ?').run(row.eventId);
  }
}
const rooms = (rows: readonly { readonly roomId: RoomId }[]): RoomId[] => rows.map(({ roomId }) => roomId);
