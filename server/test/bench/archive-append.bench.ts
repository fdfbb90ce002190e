import { createHash } from 'node:crypto';
import { fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventId, RoomId } from '@holdfast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CapturedEvent } from '../../src/journal/index.ts';
import { createArchiveRig, type ArchiveRig } from '../support/archive-rig.ts';
import { calibration, percentile, writeSection } from './report.ts';

const singles = 1_500;
const batches = 60;
const batchSize = 100;
let rig: ArchiveRig;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-append-'));
  rig = await createArchiveRig({ publishEveryMs: { alone: 200, witnessed: 200 } });
});
afterAll(async () => {
  await rig.close();
  rmSync(folder, { recursive: true, force: true });
});

const rooms = Array.from({ length: 20 }, (_, n) => `!r${n}:box.test` as RoomId);
const json = (n: number): string => JSON.stringify({ type: 'm.room.message', room_id: rooms[n % 20], sender: '@whatsapp_48511222333:box.test', origin_server_ts: 1_770_000_000_000 + n, content: { msgtype: 'm.text', body: `Добрый день, заказ ${n * 7919} готов? ${'—'.repeat(n % 60)}`, 'm.mentions': {} }, auth_events: ['$a', '$b'], prev_events: ['$c'], depth: n, hashes: { sha256: createHash('sha256').update(String(n)).digest('base64') } });
const eventOf = (n: number) => ({ eventId: `$${n}` as EventId, roomId: rooms[n % 20], recordedAt: n, late: false, streamOrdering: n }) as CapturedEvent;

/** The floor: the same JSON, chained by its hash, into a file that is synced. */
function createChain(): (texts: readonly string[]) => void {
  const file = openSync(join(folder, 'chain'), 'a');
  let last: Uint8Array = new Uint8Array(32);
  return (texts) => {
    const parts = texts.map((text) => {
      last = createHash('sha256').update(last).update(text).digest();
      return Buffer.concat([last, Buffer.from(text)]);
    });
    writeSync(file, Buffer.concat(parts));
    fdatasyncSync(file);
  };
}

const timed = (work: () => void): number => {
  const from = performance.now();
  work();
  return performance.now() - from;
};

test('durable append of sealed events, while the log is drained', async () => {
  const before = calibration();
  const chain = createChain();
  const [floor, sealed, floorBatch, sealedBatch]: [number[], number[], number[], number[]] = [[], [], [], []];
  let n = 0;
  for (let at = 0; at < singles; at++, n++) {
    const text = json(n);
    floor.push(timed(() => chain([text])));
    await rig.archive.bodies.prepare([eventOf(n).roomId]);
    sealed.push(timed(() => rig.db.write((tx) => rig.archive.bodies.put(tx, eventOf(n), text))));
  }
  for (let at = 0; at < batches; at++) {
    const texts = Array.from({ length: batchSize }, (_, of) => json(n + of));
    floorBatch.push(timed(() => chain(texts)));
    await rig.archive.bodies.prepare(rooms);
    sealedBatch.push(timed(() => rig.db.write((tx) => texts.forEach((text, of) => rig.archive.bodies.put(tx, eventOf(n + of), text)))));
    n += batchSize;
  }
  await rig.settled();
  expect((await rig.verified()).faults).toEqual([]);
  const [f1, s1, fb, sb, p99] = [percentile(floor, 0.5), percentile(sealed, 0.5), percentile(floorBatch, 0.5), percentile(sealedBatch, 0.5), percentile([...sealed, ...sealedBatch], 0.99)];
  writeSection(
    'Durable append to the archive',
    `An event sealed and committed with fsync, in 20 conversations, while the log is drained into files and signed. The floor is the same JSON, chained by SHA-256, written and synced with fdatasync; the two take turns. Without the journal's own rows, which a raw write has not either.`,
    [
      { name: 'single events / raw chained write, p50', value: `${s1.toFixed(2)} / ${f1.toFixed(2)} ms = ${(s1 / f1).toFixed(2)}`, target: 'at most 2.5 ×', met: s1 <= 2.5 * f1 },
      { name: `batches of ${batchSize} / raw chained write, p50`, value: `${sb.toFixed(2)} / ${fb.toFixed(2)} ms = ${(sb / fb).toFixed(2)}`, target: 'at most 4 ×', met: sb <= 4 * fb },
      { name: 'p99 while draining', value: `${p99.toFixed(1)} ms`, target: 'under 50 ms', met: p99 < 50 },
    ],
    [`${singles} single events and ${batches} batches. Calibration before and after: ${before} and ${calibration()} ms.`],
  );
}, 300_000);
