import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { verifyArchive, ready, type ArchiveReader, type Verified } from '@holdfast/archive-format';
import { createArchive, type Archive, type ArchiveDeps } from '../../src/archive/index.ts';
import { openDb, type Db } from '../../src/db/index.ts';
import { createJournal, type Journal } from '../../src/journal/index.ts';
import { manualClock, Secret, silentLog } from '../../src/kernel/index.ts';
import type { MediaAnswer } from '../../src/matrix/index.ts';
import { createFakeEventSource } from '../fakes/fake-event-source.ts';
import { makeKeyHolder, openArchiveFolder, signedPolicy, type OpenedRecord, type TestKeyHolder } from './key-holder.ts';
import { until } from './until.ts';

export const origin = 'box.test/archive';
export const folderReader = (directory: string): ArchiveReader => ({
  read: async (path) => {
    try {
      return readFileSync(join(directory, path));
    } catch (failure) {
      if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw failure;
    }
  },
});

export type ArchiveRig = Awaited<ReturnType<typeof createArchiveRig>>;

/** Journal and archive of a box in a folder of its own, with an event table and a media repository that the test fills. Ends with `close`. */
export async function createArchiveRig(options: Partial<ArchiveDeps> & { holders?: readonly TestKeyHolder[]; policy?: string | null } = {}) {
  await ready();
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-archive-'));
  const holders = options.holders ?? [await makeKeyHolder('anna')];
  const policyFile = join(directory, 'policy.txt');
  const clock = manualClock(1_770_000_000_000);
  const events = createFakeEventSource(() => clock.now());
  const media = new Map<string, Buffer | MediaAnswer>();
  const alarms = new Map<string, unknown>();
  const setPolicy = (note: string): void => writeFileSync(policyFile, note);
  if (options.policy !== null) setPolicy(options.policy ?? signedPolicy(origin, holders));

  const deps = (db: Db): ArchiveDeps => ({
    db, clock, log: silentLog, serverName: 'box.test', directory: join(directory, 'archive'), secret: new Secret('a'.repeat(64)), policyFile,
    media: {
      async fetch(mxc) {
        const found = media.get(mxc);
        if (found === undefined) return { kind: 'gone', code: 'M_NOT_FOUND' };
        return Buffer.isBuffer(found) ? { kind: 'file', body: Readable.from([found]) } : found;
      },
      close: async () => undefined,
    },
    source: events.source,
    seen: { between: () => [], known: () => new Set() },
    isGhost: () => true,
    look: async () => [],
    alarms: { raise: (_tx, { kind, target, detail }) => void alarms.set(`${kind} ${target}`, detail), resolve: (_tx, { kind, target }) => void alarms.delete(`${kind} ${target}`) },
    publishEveryMs: { alone: 20, witnessed: 20 },
    ...options,
  });

  const rig = {
    directory: join(directory, 'archive'),
    holders, clock, events, media, alarms, setPolicy, policyFile,
    db: undefined as unknown as Db,
    archive: undefined as unknown as Archive,
    journal: undefined as unknown as Journal,
    recordFile: join(directory, 'record.db'),
    async start(): Promise<void> {
      rig.db = openDb(rig.recordFile);
      rig.archive = createArchive(deps(rig.db));
      rig.journal = createJournal({ db: rig.db, source: events.source, bodies: rig.archive.bodies, readers: rig.archive.readers, clock, log: silentLog, onFault: (_tx, eventId, reader) => { throw new Error(`${reader} failed on ${eventId}`); } });
      await rig.archive.start();
    },
    async stop(): Promise<void> {
      await rig.archive.stop();
      rig.db.close();
    },
    say: (eventId: string, body: string, room = '!r:box.test', more: object = {}): void => void events.add({ eventId, sender: '@loopback_1:box.test', roomId: room, content: { msgtype: 'm.text', body, ...more } }),
    /** Everything that was recorded is sealed and under a signed head. */
    settled: (): Promise<true> => until('all is under a head', () => {
      const { waiting, records, head } = rig.archive.status();
      return waiting.records === 0 && waiting.facts === 0 && waiting.files === 0 && head?.size === records;
    }, { timeoutMs: 20_000, everyMs: 20 }),
    verified: (): Promise<Verified> => verifyArchive(folderReader(rig.directory), { vkey: rig.archive.logKey }),
    opened: (): Promise<OpenedRecord[]> => openArchiveFolder(rig.directory, holders[0] as TestKeyHolder),
    async close(): Promise<void> {
      await rig.stop().catch(() => undefined);
      rmSync(directory, { recursive: true, force: true });
    },
  };
  await rig.start();
  return rig;
}
