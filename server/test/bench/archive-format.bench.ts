import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { deflateRawSync } from 'node:zlib';
import { createSigner, createTree, dictionary1, encodeEntries, formatCheckpoint, keyslotPath, leafHash, LeafType, messageKeys, openBody, openingRecord, packPath, plainRecord, ready, signNote, tilePath, tileWidth, wrapKeyslot, createChain, newChainKey, kidOf, type Chain, type Sealed } from '@holdfast/archive-format';
import { checkoutRoot } from '@holdfast/provisioning';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHolder, policyOf, seedOf, signPolicy } from '../../archive-format/test/memory-archive.ts';
import { verifyAll } from '../../auditor/src/verification/index.ts';
import { calibration, percentile, writeSection } from './report.ts';

const run = promisify(execFile);
const records = Number(process.env['BENCH_RECORDS'] ?? 1_000_000);
const perChain = 4096;
const directory = mkdtempSync(join(tmpdir(), 'holdfast-archive-'));
const log = createSigner('box.test/archive', seedOf('log'));

beforeAll(ready);
afterAll(() => rmSync(directory, { recursive: true }));

const words = ['договор', 'счёт', 'contract', 'оплата', 'завтра', 'invoice', 'доставка', 'faktura', 'привіт', 'price', 'отгрузка', 'срочно'];
/** As the journal hands it over; every one is different, as real ones are. */
function event(n: number): Buffer {
  const body = Array.from({ length: 3 + (n % 14) }, (_, at) => words[(n * 7 + at * at) % words.length]).join(' ');
  const id = Buffer.from(leafHash(Buffer.from(`${n}`))).toString('base64url');
  return Buffer.from(
    JSON.stringify({
      k: 'event', at: 1_770_000_000_000 + n, room: `!${id.slice(0, 18)}:box.test`, eventId: `$${id}`, via: 'stream', late: false, streamOrdering: n,
      event: { auth_events: [`$${id.slice(1)}a`, `$${id.slice(2)}bc`], prev_events: [`$${id.slice(3)}def`], type: 'm.room.message', sender: `@whatsapp_79${n}:box.test`, content: { msgtype: 'm.text', body, 'm.mentions': {} }, depth: n, origin_server_ts: 1_770_000_000_000 + n * 700, hashes: { sha256: id } },
    }),
  );
}

/** Writes bundles as they fill, so that a million records need no memory. */
function writer() {
  const tree = createTree();
  let bundle: Sealed[] = [];
  let count = 0;
  const put = (path: string, bytes: Uint8Array): void => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), bytes);
  };
  const flush = (): void => {
    const index = Math.floor((count - 1) / tileWidth);
    put(tilePath('entries', index, bundle.length), encodeEntries(bundle.map(({ leaf }) => leaf)));
    put(packPath(index, bundle.length), Buffer.concat(bundle.map(({ body }) => body)));
    bundle = [];
  };
  return {
    put,
    append(record: Sealed): void {
      bundle.push(record);
      count++;
      for (const { level, index, bytes } of tree.append(leafHash(record.leaf))) put(tilePath(level, index), bytes);
      if (bundle.length === tileWidth) flush();
    },
    finish(): number {
      if (bundle.length > 0) flush();
      for (const { level, index, width, bytes } of tree.partials()) put(tilePath(level, index, width), bytes);
      put('checkpoint', Buffer.from(signNote(formatCheckpoint({ origin: log.name, size: count, root: tree.root() }), log)));
      return count;
    },
  };
}

test('sealing, verifying and opening', async () => {
  const before = calibration();
  const holders = await Promise.all(['anna', 'boris', 'vera'].map((name) => makeHolder(name)));
  const policy = policyOf(holders, { origin: log.name });
  const archive = writer();
  archive.append(plainRecord(LeafType.config, 1, signPolicy(policy, holders)));
  let chain: Chain | undefined;
  let sealing = 0;
  let bodies = 0;
  let packed = 0;
  const wraps: number[] = [];
  const kept: { key: Uint8Array; records: Sealed[] } = { key: new Uint8Array(), records: [] };
  for (let n = 0; n < records; n++) {
    if (n % perChain === 0) {
      const key = newChainKey();
      if (n === 0) kept.key = Uint8Array.from(key);
      const started = performance.now();
      const slot = await wrapKeyslot(key, policy);
      wraps.push(performance.now() - started);
      archive.put(keyslotPath(kidOf(key)), slot);
      archive.append(openingRecord(n, kidOf(key), slot));
      chain = createChain(key);
    }
    const payload = event(n);
    const started = performance.now();
    const record = chain!.seal(LeafType.event, n, payload);
    sealing += performance.now() - started;
    bodies += record.body.length;
    if (n < perChain) {
      kept.records.push(record);
      packed += deflateRawSync(payload, { dictionary: dictionary1 }).length;
    }
    archive.append(record);
  }
  const size = archive.finish();

  const openings: number[] = [];
  for (let round = 0; round < 5; round++) {
    const keys = messageKeys(kept.key);
    const started = performance.now();
    for (const { leaf, body } of kept.records) {
      const opened = openBody(keys.next().value, leaf, body);
      if (!opened.ok) throw new Error(opened.code);
      JSON.parse(Buffer.from(opened.payload.buffer, opened.payload.byteOffset, opened.payload.byteLength).toString());
    }
    openings.push((kept.records.length / (performance.now() - started)) * 1000);
  }

  const fsck = join(directory, 'fsck');
  await run('go', ['build', '-o', fsck, './cmd/fsck'], { cwd: join(checkoutRoot, 'server/archive-format/interop') });
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < 3; round++) {
    let started = performance.now();
    await run(fsck, [directory, log.vkey], { maxBuffer: 1 << 24 });
    theirs.push((performance.now() - started) / 1000);
    started = performance.now();
    const verified = await verifyAll({ kind: 'folder', path: directory }, { vkey: log.vkey, threads: 2 });
    ours.push((performance.now() - started) / 1000);
    expect(verified).toMatchObject({ faults: [], records: size, goodUpTo: size });
  }
  const [own, floor] = [Math.min(...ours), Math.min(...theirs)];
  const seal = (sealing / records) * 1000;
  const added = bodies / records + 68 + 2 - packed / kept.records.length;
  const open = percentile(openings, 0.5);
  writeSection(
    'The archive’s format',
    `${size.toLocaleString('en')} records in chains of ${perChain}, sealed to three key holders, on disk. The floor of verification is Tessera’s fsck on the same log, which hashes leaves and tiles and reads no bodies.`,
    [
      { name: 'verification / fsck, two cores', value: `${((size / own) / (size / floor)).toFixed(2)} × (${Math.round(size / own / 1000)}k and ${Math.round(size / floor / 1000)}k records a second)`, target: 'at least 0.5 ×', met: floor / own >= 0.5 },
      { name: 'sealing an event', value: `${seal.toFixed(0)} µs`, target: 'at most 60 µs', met: seal <= 60 },
      { name: 'sealed, above the compressed event', value: `${added.toFixed(0)} B`, target: 'at most 130 B', met: added <= 130 },
      { name: 'opening, one core', value: `${Math.round(open).toLocaleString('en')} messages a second`, target: 'at least 15,000', met: open >= 15_000 },
    ],
    [`A body has ${Math.round(bodies / records)} bytes. A keyslot for three takes ${percentile(wraps, 0.5).toFixed(1)} ms (median).`, `Calibration before and after: ${before} and ${calibration()} ms.`],
  );
});
