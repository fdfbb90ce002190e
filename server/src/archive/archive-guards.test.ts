import { cpSync, renameSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCosigner, emptyRoot, judgeAddCheckpoint, LeafType, mediaPath, newSeed, openAge, parseCheckpoint, sha256, type WatchedLog } from '@holdfast/archive-format';
import { afterEach, expect, test, vi } from 'vitest';
import { createArchiveRig, origin, type ArchiveRig } from '../../test/support/archive-rig.ts';
import { makeKeyHolder, signedPolicy } from '../../test/support/key-holder.ts';
import { until } from '../../test/support/until.ts';
import { openDb } from '../db/index.ts';
import type { AskWitness } from './witnesses.ts';

vi.setConfig({ testTimeout: 30_000 }); // real threads and a real disk, beside whatever else runs
let rig: ArchiveRig;
afterEach(() => rig.close());

async function record(...ids: string[]): Promise<void> {
  for (const id of ids) rig.say(id, `words of ${id}`);
  await rig.journal.catchUp();
  await rig.settled();
}
const reopened = async (change: () => void): Promise<void> => {
  await rig.stop();
  change();
  await rig.start();
};
const frozen = () => rig.archive.status().frozen?.code ?? null;
const copyRecord = (to: string): void => {
  for (const suffix of ['', '-wal', '-shm']) {
    rmSync(to + suffix, { force: true });
    try {
      cpSync(rig.recordFile + suffix, to + suffix);
    } catch {
      // a closed record has no log of writes
    }
  }
};

test('a record that is older than its archive signs nothing, and seals on', async () => {
  rig = await createArchiveRig();
  await record('$1');
  const old = `${rig.recordFile}.old`;
  await reopened(() => copyRecord(old));
  await record('$2', '$3');
  await reopened(() => renameSync(old, rig.recordFile));
  const head = readFileSync(join(rig.directory, 'checkpoint'), 'utf8');
  expect(frozen()).toBe('RECORD_BEHIND');
  expect(rig.alarms.get(`archive.frozen ${origin}`)).toEqual({ code: 'RECORD_BEHIND' });
  const before = rig.archive.status().records;
  rig.say('$4', 'kept all the same');
  await rig.journal.catchUp();
  expect(rig.archive.status().records).toBeGreaterThan(before);
  expect(readFileSync(join(rig.directory, 'checkpoint'), 'utf8')).toBe(head);
});

test('an archive that is gone, or older than the record, is not gone on with', async () => {
  rig = await createArchiveRig();
  await record('$1');
  const old = `${rig.directory}.old`;
  await reopened(() => cpSync(rig.directory, old, { recursive: true }));
  await record('$2');
  await reopened(() => {
    rmSync(rig.directory, { recursive: true });
    renameSync(old, rig.directory);
  });
  expect(frozen()).toBe('FOLDER_BEHIND');
  await rig.close();
  rig = await createArchiveRig();
  await record('$1');
  await reopened(() => rmSync(rig.directory, { recursive: true }));
  expect(frozen()).toBe('FOLDER_MISSING');
});

test('a flipped byte is found by the box itself, named, and alarmed', async () => {
  rig = await createArchiveRig();
  await record('$1', '$2');
  expect(await rig.archive.verify()).toMatchObject({ faults: 0 });
  const pack = join(rig.directory, `pack/000.p/${rig.archive.status().records}`);
  const bytes = readFileSync(pack);
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(pack, bytes);
  const found = await rig.archive.verify();
  expect(found).toMatchObject({ firstCode: 'BODY_ALTERED' });
  expect(rig.alarms.has(`archive.unverified ${origin}`)).toBe(true);
  expect(rig.archive.status().verification).toEqual(found);
}, 20_000);

test('files are sealed, the same one of a client once, and one that is gone is a record', async () => {
  rig = await createArchiveRig();
  const picture = Buffer.from('a picture'.repeat(20_000));
  rig.media.set('mxc://box.test/1', picture).set('mxc://box.test/2', picture);
  for (const n of [1, 2, 3]) {
    rig.say(`$${n}`, 'look', '!r:box.test', { msgtype: 'm.image', url: `mxc://box.test/${n}` });
    await rig.journal.catchUp();
    await rig.settled();
  }
  const kept = (await rig.opened()).filter(({ leaf }) => leaf.type === LeafType.media).map(({ payload }) => payload ?? {});
  expect(kept.map(({ event, missing }) => [event, missing ?? null])).toEqual([['$1', null], ['$2', null], ['$3', 'M_NOT_FOUND']]);
  expect(kept[1]?.['blob']).toBe(kept[0]?.['blob']);
  expect(kept[1]?.['identity']).toBeUndefined();
  const file = readFileSync(join(rig.directory, mediaPath(Buffer.from(String(kept[0]?.['blob']), 'hex'))));
  expect(sha256(file).toString()).toBe(Buffer.from(String(kept[0]?.['blob']), 'hex').toString());
  const parts: Uint8Array[] = [];
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield file;
  }
  for await (const part of openAge(whole(), String(kept[0]?.['identity']))) parts.push(part);
  expect(Buffer.concat(parts).equals(picture)).toBe(true);
  expect((await rig.verified()).faults).toEqual([]);
  expect(rig.alarms.has('archive.media-missing $3')).toBe(true);
});

/** A witness in memory, with the rule of C2SP tlog-witness; `answers: false` is one that is away. */
function witnessOf(logKey: () => string) {
  const signer = createCosigner('witness.test', newSeed(), () => 1_770_000_000);
  let log: WatchedLog = { vkeys: [], size: 0, root: emptyRoot };
  const witness = {
    vkey: signer.vkey,
    answers: true,
    onSigned: () => undefined as void,
    size: () => log.size,
    forget: (size: number) => void (log = { ...log, size }),
    ask: (async (_url, body) => {
      if (!witness.answers) throw new Error('away');
      const judged = judgeAddCheckpoint(body, () => ({ ...log, vkeys: [logKey()] }));
      if (!judged.ok) return judged.status === 409 ? { status: 409, type: 'text/x.tlog.size', text: `${judged.size}\n` } : { status: judged.status, type: 'text/plain', text: judged.code };
      log = { vkeys: [], size: judged.head.size, root: judged.head.root };
      witness.onSigned();
      return { status: 200, type: 'text/plain', text: signer.sign(judged.text) };
    }) satisfies AskWitness,
  };
  return witness;
}

async function watched(more: Parameters<typeof createArchiveRig>[0] = {}): Promise<ReturnType<typeof witnessOf>> {
  const anna = await makeKeyHolder('anna');
  const witness = witnessOf(() => rig.archive.logKey);
  rig = await createArchiveRig({ ...more, holders: [anna], askWitness: witness.ask, policy: signedPolicy(origin, [anna], { witnesses: [{ name: 'witness.test', vkey: witness.vkey, url: 'https://witness.test' }], quorum: 1 }) });
  return witness;
}

test('heads are signed by the witness; while it is away records are sealed and signed all the same, and an alarm comes after a quarter of an hour', async () => {
  const witness = await watched();
  await record('$1');
  await until('the witness has seen it', () => witness.size() === rig.archive.status().records, { timeoutMs: 10_000, everyMs: 20 });
  expect((await rig.verified()).cosignedBy.map(({ name }) => name)).toEqual(['witness.test']);
  witness.answers = false;
  await record('$2');
  expect((await rig.verified()).faults).toEqual([]);
  expect(rig.archive.status().witnesses).toMatchObject([{ name: 'witness.test', failure: 'NO_ANSWER' }]);
  rig.clock.advance(15 * 60_000);
  await rig.archive.lookRound();
  expect([...rig.alarms.keys()]).toEqual(['archive.witness-away witness.test']);
  witness.answers = true;
  await record('$3');
  await rig.archive.lookRound();
  expect([...rig.alarms.keys()]).toEqual([]);
  expect(rig.archive.status().witnesses).toMatchObject([{ failingSince: null }]);
  expect((await rig.verified()).cosignedBy).toHaveLength(1);
});

test('box and archive both older than what the witness has seen: nothing is signed', async () => {
  const witness = await watched();
  await record('$1');
  await until('the witness has seen it', () => witness.size() > 0, { timeoutMs: 10_000, everyMs: 20 });
  const head = () => parseCheckpoint(readFileSync(join(rig.directory, 'checkpoint'), 'utf8'))?.size;
  await reopened(() => witness.forget((head() ?? 0) + 40)); // the witness has gone on with a box that is no more
  rig.say('$2', 'after the restore');
  await rig.journal.catchUp();
  const before = head();
  await until('it has noticed', () => frozen() === 'WITNESS_AHEAD', { timeoutMs: 10_000, everyMs: 20 });
  expect(head()).toBe(before);
});

test('ended between the witness’s answer and the record’s: the head that was shown is its own, and it goes on', async () => {
  let disk = true;
  const witness = await watched({ onStep: () => { if (!disk) throw new Error('the disk takes nothing any more'); } });
  await record('$1');
  const size = () => parseCheckpoint(readFileSync(join(rig.directory, 'checkpoint'), 'utf8'))?.size ?? 0;
  const before = size();
  witness.onSigned = () => void (disk = false);
  rig.say('$2', 'shown, and then the end');
  await rig.journal.catchUp();
  await until('the witness has seen more than the box has kept', () => witness.size() > before, { timeoutMs: 10_000, everyMs: 20 });
  await reopened(() => {
    witness.onSigned = () => undefined;
    disk = true;
  });
  expect(size()).toBe(before);
  await record('$3');
  expect(frozen()).toBe(null);
  expect(witness.size()).toBe(size());
  expect((await rig.verified()).cosignedBy).toHaveLength(1);
});

test('a box that stops before any witness has answered signs nothing, and does so at the next start', async () => {
  const witness = await watched();
  await record('$1');
  const head = () => readFileSync(join(rig.directory, 'checkpoint'), 'utf8');
  await reopened(() => void (witness.answers = false));
  rig.say('$2', 'while it is away');
  await rig.journal.catchUp();
  const before = head();
  await reopened(() => expect(head()).toBe(before));
  witness.answers = true;
  await record('$3');
  expect(head()).not.toBe(before);
  expect((await rig.verified()).faults).toEqual([]);
});

test('the last head of a box that stopped is cosigned at the next start, though nothing is new', async () => {
  const witness = await watched();
  await record('$1');
  const cosignedBy = async () => (await rig.verified()).cosignedBy.length;
  witness.answers = false; // who stops does not wait
  await rig.stop();
  witness.answers = true;
  const { records } = await rig.verified();
  expect(await cosignedBy()).toBe(0);
  await rig.start();
  await until('the witness has signed it', async () => (await cosignedBy()) === 1, { timeoutMs: 10_000, everyMs: 20 });
  expect(await rig.verified()).toMatchObject({ records, faults: [] });
  await until('nothing is said of it', () => rig.archive.status().witnesses[0]?.failingSince === null, { timeoutMs: 10_000, everyMs: 20 });
});

test('ended between a head on the disk and the record’s, nobody having signed it: the earlier head does not come back, though a witness signs it now', async () => {
  const sizes: number[] = [];
  const size = () => parseCheckpoint(readFileSync(join(rig.directory, 'checkpoint'), 'utf8'))?.size ?? 0;
  let isStarting = false;
  const witness = await watched({ onStep: () => isStarting && void sizes.push(size()) });
  await record('$1');
  witness.answers = false;
  await record('$2');
  const earlier = openDb(rig.recordFile);
  const kept = earlier.prepare<[], { head: string; head_size: number }>('SELECT head, head_size FROM archive_log').get();
  await record('$3');
  await rig.stop();
  earlier.write((tx) => tx.prepare('UPDATE archive_log SET head = @head, head_size = @head_size').run(kept)); // what was under the head since is still in the tail
  earlier.close();
  const published = size();
  expect(published).toBeGreaterThan(kept?.head_size ?? 0);
  witness.answers = true;
  isStarting = true;
  await rig.start();
  rig.say('$4', 'and on');
  await rig.journal.catchUp();
  await until('it goes on', () => size() > published, { timeoutMs: 10_000, everyMs: 20 });
  expect(Math.min(...sizes)).toBe(published);
  expect(frozen()).toBe(null);
  expect((await rig.verified()).faults).toEqual([]);
});
