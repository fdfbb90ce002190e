import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ready } from '@holdfast/archive-format';
import { createArchive } from '../../src/archive/index.ts';
import { logKeys } from '../../src/archive/log-key.ts';
import { openDb, type Db } from '../../src/db/index.ts';
import { createJournal } from '../../src/journal/index.ts';
import { Secret, silentLog, systemClock } from '../../src/kernel/index.ts';
import { createFakeEventSource } from '../fakes/fake-event-source.ts';
import { until } from './until.ts';

export const killedOrigin = 'box.test/archive';
const secret = new Secret('a'.repeat(64));
export const killedLogKey = (): string => logKeys(killedOrigin, secret).signer.vkey;
const [began, rooms, pictureEvery] = [1_770_000_000_000, 3, 40];
export const isPicture = (n: number): boolean => n % pictureEvery === 7;
const pictureOf = (mxc: string): Buffer => Buffer.from(mxc.padEnd(40_000, mxc));

/**
 * Journal and archive over a folder that outlives the process. What the homeserver has is reckoned from numbers, so that
 * whoever comes after a killed one finds the same.
 */
export async function openArchiveOnDisk(directory: string, onAct: (act: string) => void = () => undefined) {
  await ready();
  const db = tellingCommits(openDb(join(directory, 'record.db')), onAct);
  const events = createFakeEventSource(() => began);
  const archive = createArchive({
    db, clock: systemClock, log: silentLog, serverName: 'box.test', directory: join(directory, 'archive'), secret, policyFile: join(directory, 'policy.txt'),
    media: { fetch: async (mxc) => ({ kind: 'file', body: Readable.from([pictureOf(mxc)]) }), close: async () => undefined },
    source: events.source, seen: { between: () => [], known: () => new Set() }, isGhost: () => true, look: async () => [],
    alarms: { raise: () => undefined, resolve: () => undefined }, publishEveryMs: { alone: 15, witnessed: 15 },
  });
  const journal = createJournal({
    db, source: events.source, bodies: archive.bodies, readers: archive.readers, clock: systemClock, log: silentLog,
    onFault: (_tx, eventId, reader) => { throw new Error(`${reader} failed on ${eventId}`); },
  });
  let said = 0;
  return {
    db, archive, journal,
    /** The homeserver has the events before `n`. */
    sayUpTo(n: number): void {
      for (; said < n; said++) {
        const content = isPicture(said) ? { msgtype: 'm.image', body: 'a picture', url: `mxc://box.test/${said}` } : { msgtype: 'm.text', body: `word ${said} of the conversation` };
        events.add({ eventId: `$${said}`, sender: '@loopback_1:box.test', roomId: `!r${said % rooms}:box.test`, content, at: began + said });
      }
      journal.wake();
    },
    /** An act of somebody, durable when it returns with its number. */
    act: (): number => Number(db.write((tx) => tx.prepare("INSERT INTO audit_entry (at, actor, action, target) VALUES (?, 'pers_1', 'room.claimed', '!r0:box.test')").run(began).lastInsertRowid)),
    /** Events that are durable here. */
    recorded: (): string[] => db.prepare<[], string>('SELECT event_id FROM journal_event ORDER BY seq').pluck().all(),
    settled: (): Promise<true> => until('all is under a head', () => {
      const { waiting, records, head } = archive.status();
      return waiting.records === 0 && waiting.facts === 0 && waiting.files === 0 && head?.size === records;
    }, { timeoutMs: 30_000, everyMs: 5 }),
    async stop(): Promise<void> {
      archive.abort();
      await journal.stop();
      await archive.stop();
      db.close();
    },
  };
}

/** The record, with a word before each commit and another behind it. */
function tellingCommits(db: Db, tell: (act: string) => void): Db {
  let isWithin = false;
  const write: Db['write'] = (change) => {
    if (isWithin) return db.write(change);
    isWithin = true;
    try {
      return db.write((tx) => {
        tx.afterCommit(() => {
          isWithin = false;
          tell('committed');
        });
        const result = change(tx);
        tell('commit');
        return result;
      });
    } finally {
      isWithin = false;
    }
  };
  return { ...db, write };
}
