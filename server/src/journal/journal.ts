import type { EventId } from '@holdfast/contract';
import type { Db, WriteTx } from '../db/index.ts';
import type { Clock, Log } from '../kernel/index.ts';
import { parseStored, type EventSource, type ParsedEvent, type StoredEvent } from '../matrix/index.ts';
import type { BodyStore } from './body-store.ts';
import type { CapturedEvent, JournalReader } from './captured-event.ts';
import { insertFault, insertJournaled, isJournaled, moveCursor, readCursor } from './journal-repository.ts';
import { createWakeUp } from '../kernel/index.ts';

const batchSize = 100;
/** Without a push the event table is looked at this often: rooms without a bridge's user are never pushed. */
const pollMs = 500;
/** Rows of other rooms can become visible out of order while they are being written; this window catches them at once. */
const shortWindowMs = 15_000;
/** DESIGN.md §1: the last ten minutes are re-read as a set difference by event id. */
const longWindowMs = 10 * 60_000;
const longWindowEveryMs = 30_000;

type Deps = {
  db: Db;
  source: EventSource;
  bodies: BodyStore;
  /** In the order in which they see an event. */
  readers: readonly JournalReader[];
  clock: Clock;
  log: Log;
  onFault: (tx: WriteTx, eventId: EventId, reader: string) => void;
};
export type Journal = ReturnType<typeof createJournal>;

/** Copies the homeserver's event table into the record, completely and in order, whatever was killed in between. */
export function createJournal({ db, source, bodies, readers, clock, log, onFault }: Deps) {
  const wakeUp = createWakeUp();
  let stopped = false;
  let running: Promise<void> | undefined;
  let longWindowReadAt = -Infinity;

  type Row = { readonly stored: StoredEvent; readonly parsed: ParsedEvent };

  async function prepare(rows: readonly StoredEvent[]): Promise<Row[]> {
    const parsed = rows.map((stored) => ({ stored, parsed: parseOrKeep(stored) }));
    await bodies.prepare(parsed.map(({ parsed: { roomId } }) => roomId));
    return parsed;
  }

  function record(tx: WriteTx, { stored, parsed }: Row, late: boolean): void {
    const event = insertJournaled(tx, stored, parsed, clock.now(), late);
    if (!event) return;
    bodies.put(tx, event, stored.json);
    for (const reader of readers) {
      const failure = tx.attempt(() => reader.read(tx, event));
      if (failure !== undefined) fault(tx, event, reader, failure);
    }
  }

  function fault(tx: WriteTx, event: CapturedEvent, reader: JournalReader, failure: unknown): void {
    insertFault(tx, event.eventId, reader.name, failure instanceof Error ? failure.name : 'UNKNOWN', clock.now());
    onFault(tx, event.eventId, reader.name);
    log.error({ eventId: event.eventId, reader: reader.name, stack: failure instanceof Error ? failure.stack : undefined }, 'journal.reader-failed');
  }

  /** One stretch forward from the cursor. True when there was something. */
  async function forward(): Promise<boolean> {
    const rows = await source.after(readCursor(db), batchSize);
    const last = rows.at(-1);
    if (!last) return false;
    const prepared = await prepare(rows);
    db.write((tx) => {
      for (const row of prepared) record(tx, row, false);
      moveCursor(tx, last.streamOrdering);
    });
    return true;
  }

  /** Set difference over what the homeserver received since `since`: events that became visible behind the cursor. */
  async function reread(since: number): Promise<void> {
    const seen = await source.window(since, readCursor(db));
    const missing = seen.filter((row) => !isJournaled(db, row.eventId)).map((row) => row.eventId);
    if (missing.length === 0) return;
    const rows = await source.byIds(missing);
    rows.sort((a, b) => a.streamOrdering - b.streamOrdering);
    const prepared = await prepare(rows);
    db.write((tx) => {
      for (const row of prepared) record(tx, row, true);
    });
    log.info({ events: rows.length }, 'journal.late');
  }

  async function run(): Promise<void> {
    await source.open();
    log.info({ schema: await source.schemaVersion(), cursor: readCursor(db) }, 'journal.opened');
    while (!stopped) {
      try {
        while (!stopped && (await forward()));
        const now = clock.now();
        const long = now - longWindowReadAt >= longWindowEveryMs;
        await reread(now - (long ? longWindowMs : shortWindowMs));
        if (long) longWindowReadAt = now;
      } catch (failure) {
        // The homeserver's store is away or the disk is full: nothing was acknowledged, the cursor stands, try again.
        log.warn({ failure: failure instanceof Error ? failure.message : 'unknown' }, 'journal.read-failed');
        await wakeUp.wait(1_000);
        continue;
      }
      await wakeUp.wait(pollMs);
    }
  }

  return {
    /** Reads until `stop`. Rejects only when the homeserver's schema is unknown. */
    start(): Promise<void> {
      running = run();
      return running;
    },
    /** A hint that there may be something new. Cheap, may be called at any time and any number of times. */
    wake: () => wakeUp.wake(),
    /** Everything that the homeserver had stored when this was called is recorded when it resolves. */
    async catchUp(): Promise<void> {
      while (await forward());
      await reread(clock.now() - longWindowMs);
    },
    async stop(): Promise<void> {
      stopped = true;
      wakeUp.wake();
      await running?.catch(() => {});
      await source.close();
    },
  };
}

/** A row whose JSON cannot be taken apart is recorded as it stands: recording never depends on understanding. */
function parseOrKeep(stored: StoredEvent): ParsedEvent {
  try {
    return parseStored(stored);
  } catch {
    return {
      roomId: '!unreadable' as ParsedEvent['roomId'],
      sender: '@unreadable:unreadable' as ParsedEvent['sender'],
      type: 'io.holdfast.unreadable',
      stateKey: null,
      originServerTs: stored.receivedAt,
      content: {},
      redacts: null,
    };
  }
}
