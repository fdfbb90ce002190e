import { LeafType } from '@holdfast/archive-format';
import type { RoomId } from '@holdfast/contract';
import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import { createPacer } from '../kernel/index.ts';
import { factPayload } from './payloads.ts';
import type { ChainKey, Sealer } from './sealer.ts';
import type { SlotPool } from './slot-pool.ts';

/** A fact that triggers wrote down together with what it is about (migration 0015). */
type FactRow = { readonly seq: number; readonly kind: string; readonly roomId: RoomId | null; readonly at: number; readonly fields: string };
const atOnce = 200;

export const countFacts = (db: ReadDb): number => db.prepare<[], number>('SELECT count(*) FROM archive_fact').pluck().get() ?? 0;

export function insertFact(tx: WriteTx, { kind, roomId, at, fields }: { kind: string; roomId: string | null; at: number; fields: Readonly<Record<string, unknown>> }): void {
  tx.prepare('INSERT INTO archive_fact (kind, room_id, at, fields) VALUES (?, ?, ?, ?)').run(kind, roomId, at, JSON.stringify(fields));
}

const leafTypes: Readonly<Record<string, LeafType>> = { gap: LeafType.gap, coverage: LeafType.coverage, verified: LeafType.verified, access: LeafType.access, recon: LeafType.recon };

type Deps = { db: Db; sealer: Sealer; pool: SlotPool };

const pace = createPacer();

/** Seals the facts that wait, oldest first, a few milliseconds at a time. True when more are there. */
export async function sealFacts({ db, sealer, pool }: Deps): Promise<boolean> {
  const rows = db.prepare<[number], FactRow>('SELECT seq, kind, room_id AS roomId, at, fields FROM archive_fact ORDER BY seq LIMIT ?').all(atOnce);
  if (rows.length === 0) return false;
  await pool.ensure(sealer.lacking(rows.map(keyOf)));
  const sealed = await pace((isOver) =>
    db.write((tx) => {
      let count = 0;
      for (const row of rows) {
        if (count > 0 && isOver()) break;
        sealOne(tx, sealer, row);
        count += 1;
      }
      tx.prepare('DELETE FROM archive_fact WHERE seq <= ?').run(rows[count - 1]!.seq);
      return count;
    }),
  );
  return sealed < rows.length || rows.length === atOnce;
}

const keyOf = ({ roomId }: FactRow): ChainKey => roomId ?? 'box';

function sealOne(tx: WriteTx, sealer: Sealer, row: FactRow): void {
  const { kind, at, roomId, fields } = row;
  sealer.seal(tx, keyOf(row), leafTypes[kind] ?? LeafType.record, factPayload(kind, at, roomId, fields));
  if (kind === 'portal' && roomId !== null && clientChanged(tx, roomId, fields)) sealer.end(tx, roomId);
}

/** A conversation that is another client's from now on gets a chain of its own, so that one can be erased without the other. */
function clientChanged(tx: WriteTx, roomId: RoomId, fields: string): boolean {
  const client = (JSON.parse(fields) as { client: string | null }).client;
  const before = tx.prepare<[string], { client: string | null }>('SELECT client FROM archive_room WHERE room_id = ?').get(roomId);
  tx.prepare('INSERT OR REPLACE INTO archive_room (room_id, client) VALUES (?, ?)').run(roomId, client);
  return before !== undefined && before.client !== client;
}
