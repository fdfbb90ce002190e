import { createHash, createHmac } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createMediaFile, LeafType, mediaPath, type Policy } from '@holdfast/archive-format';
import type { RoomId } from '@holdfast/contract';
import type { Db } from '../db/index.ts';
import type { CapturedEvent, JournalReader } from '../journal/index.ts';
import type { Clock, Log } from '../kernel/index.ts';
import { isRecord, type MediaSource } from '../matrix/index.ts';
import type { DurableFiles } from './durable-files.ts';
import { clientOfRoom, countFetches, dueFetches, findFile, insertFile, orderFetch, putOffFetch, settleFetch, type Fetch } from './media-repository.ts';
import { factPayload } from './payloads.ts';
import type { Sealer } from './sealer.ts';
import type { SlotPool } from './slot-pool.ts';

const atOnce = 4;
const firstWaitMs = 2_000;
const longestWaitMs = 10 * 60_000;
/** So long a file that cannot be had for now is asked for; then its absence is a record. */
const giveUpMs = 24 * 3_600_000;

type Deps = {
  db: Db;
  clock: Clock;
  log: Log;
  source: MediaSource;
  files: DurableFiles;
  sealer: Sealer;
  pool: SlotPool;
  tagKey: Buffer;
  policy: () => Policy | undefined;
  onMissing: (roomId: RoomId, eventId: string, code: string) => void;
  signal: AbortSignal;
};
type Kept = { readonly draft: string; readonly name: Buffer; readonly sha256: string; readonly tag: Buffer; readonly size: number; readonly identity: string };
export type MediaKeeper = ReturnType<typeof createMediaKeeper>;

/** Every address of a file that an event names: the file, its small picture, and both of an edit. */
export function filesNamed(content: Readonly<Record<string, unknown>>): string[] {
  const found = new Set<string>();
  const take = (value: unknown): void => void (typeof value === 'string' && value.startsWith('mxc://') && found.add(value));
  const look = (part: unknown): void => {
    if (!isRecord(part)) return;
    take(part['url']);
    if (isRecord(part['file'])) take(part['file']['url']);
    if (isRecord(part['info'])) {
      take(part['info']['thumbnail_url']);
      if (isRecord(part['info']['thumbnail_file'])) take(part['info']['thumbnail_file']['url']);
    }
  };
  look(content);
  look(content['m.new_content']);
  return [...found];
}

/** Files of messages: fetched from the homeserver, sealed as they stream, kept once for each client. What cannot be had is a record too. */
export function createMediaKeeper({ db, clock, log, source, files, sealer, pool, tagKey, policy, onMissing, signal }: Deps) {
  /** The plain file exists in memory only, a piece at a time; on the disk there is what nobody here can open. */
  async function seal(body: Readable, client: string, postQuantum: boolean): Promise<Kept> {
    const { identity, writer } = await createMediaFile({ postQuantum });
    const [plain, sealed] = [createHash('sha256'), createHash('sha256')];
    const draft = await files.newDraft();
    const file = await open(draft, 'wx', 0o600);
    let size = 0;
    const write = async (bytes: Uint8Array): Promise<void> => {
      sealed.update(bytes);
      await file.writeFile(bytes);
    };
    try {
      await write(await writer.header());
      for await (const part of body as AsyncIterable<Buffer>) {
        size += part.length;
        plain.update(part);
        await write(writer.update(part));
      }
      await write(writer.final());
      await file.datasync();
    } catch (failure) {
      await rm(draft, { force: true });
      throw failure;
    } finally {
      await file.close();
    }
    const digest = plain.digest();
    const tag = createHmac('sha256', tagKey).update(client).update('\0').update(digest).digest();
    return { draft, name: sealed.digest(), sha256: digest.toString('hex'), tag, size, identity };
  }

  async function keep(order: Fetch, body: Readable): Promise<void> {
    const client = clientOfRoom(db, order.roomId);
    const kept = await seal(body, client, policy()?.holders[0]?.recipient.startsWith('age1pq1') === true);
    const known = findFile(db, client, kept.tag);
    const earlier = known && (await files.has(mediaPath(known))) ? known : undefined; // one that is gone is kept anew, under its own identity
    if (earlier) await rm(kept.draft, { force: true });
    else {
      await files.take(kept.draft, mediaPath(kept.name));
      await files.settle();
    }
    const name = earlier ?? kept.name;
    const fields = { event: order.eventId, mxc: order.mxc, size: kept.size, sha256: kept.sha256, blob: name.toString('hex'), ...(earlier ? {} : { identity: kept.identity }) };
    await record(order, fields, name, () => undefined, client, kept.tag);
  }

  async function record(order: Fetch, fields: Readonly<Record<string, unknown>>, name: Buffer | undefined, then: () => void, client?: string, tag?: Buffer): Promise<void> {
    await pool.ensure(sealer.lacking([order.roomId]));
    db.write((tx) => {
      sealer.seal(tx, order.roomId, LeafType.media, factPayload('media', clock.now(), order.roomId, JSON.stringify(fields)), name);
      if (name && tag && client !== undefined) insertFile(tx, client, tag, name);
      settleFetch(tx, order.seq);
      tx.afterCommit(then);
    });
  }

  async function fetchOne(order: Fetch): Promise<void> {
    const answer = await source.fetch(order.mxc, signal);
    if (answer.kind === 'file') return keep(order, answer.body);
    if (answer.kind === 'gone' || clock.now() - order.askedAt >= giveUpMs) return record(order, { event: order.eventId, mxc: order.mxc, missing: answer.code }, undefined, () => onMissing(order.roomId, order.eventId, answer.code));
    putOff(order, answer.code);
  }

  function putOff(order: Fetch, code: string): void {
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** order.attempts);
    db.write((tx) => putOffFetch(tx, order.seq, { code, nextAt: clock.now() + wait }));
  }

  const reader: JournalReader = {
    name: 'archive.media',
    read(tx, event: CapturedEvent) {
      if (event.stateKey !== null) return;
      for (const mxc of filesNamed(event.content)) orderFetch(tx, { eventId: event.eventId, roomId: event.roomId, mxc, at: clock.now() });
    },
  };

  return {
    reader,
    counts: () => countFetches(db),
    /** Keeps what is due. True when more may be. A file that fails waits longer each time and holds up no other. */
    async run(): Promise<boolean> {
      const due = dueFetches(db, clock.now(), atOnce);
      await Promise.all(
        due.map((order) =>
          fetchOne(order).catch((failure: unknown) => {
            if (signal.aborted) return;
            const code = (failure as NodeJS.ErrnoException).code ?? 'UNKNOWN';
            log.warn({ eventId: order.eventId, code }, 'archive.media-failed');
            putOff(order, code);
          }),
        ),
      );
      return due.length === atOnce;
    },
  };
}
