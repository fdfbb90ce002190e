import Database from 'better-sqlite3';
import type { PhoneEntry } from './phone.ts';

/** Opens the two records beside their owners, read-only: what the homeserver has and what the journal has. */
export function compareRecords(homeserverDb: string, recordDb: string): { missing: string[]; extra: string[]; disorder: string[] } {
  const homeserver = new Database(homeserverDb, { readonly: true });
  const record = new Database(recordDb, { readonly: true });
  try {
    const stored = homeserver
      .prepare<[], { id: string; room: string }>(
        'SELECT event_id AS id, room_id AS room FROM events WHERE NOT outlier AND rejection_reason IS NULL ORDER BY stream_ordering',
      )
      .all();
    const journaled = record.prepare<[], { id: string; room: string }>('SELECT event_id AS id, room_id AS room FROM journal_event ORDER BY seq').all();
    const known = new Set(journaled.map((row) => row.id));
    const real = new Set(stored.map((row) => row.id));
    return {
      missing: stored.filter((row) => !known.has(row.id)).map((row) => row.id),
      extra: journaled.filter((row) => !real.has(row.id)).map((row) => row.id),
      disorder: outOfOrder(stored, journaled),
    };
  } finally {
    homeserver.close();
    record.close();
  }
}

/** Rooms whose events the journal has in another order than the homeserver. */
function outOfOrder(stored: readonly { id: string; room: string }[], journaled: readonly { id: string; room: string }[]): string[] {
  const byRoom = (rows: readonly { id: string; room: string }[]): Map<string, string> => {
    const rooms = new Map<string, string[]>();
    for (const row of rows) rooms.set(row.room, [...(rooms.get(row.room) ?? []), row.id]);
    return new Map([...rooms].map(([room, ids]) => [room, ids.join(' ')]));
  };
  const right = byRoom(stored);
  return [...byRoom(journaled)].filter(([room, ids]) => right.get(room) !== ids).map(([room]) => room);
}

export type SentRow = { eventId: string; roomId: string; kind: string; state: string; body: string | null };

/** What the outbox says became of every message, with the text that was meant to arrive. */
export function sentMessages(recordDb: string): SentRow[] {
  const record = new Database(recordDb, { readonly: true });
  try {
    return record
      .prepare<[], { eventId: string; roomId: string; kind: string; state: string; json: Buffer | null }>(
        `SELECT o.event_id AS eventId, o.room_id AS roomId, o.kind, o.state, b.body AS json FROM outbox o
         LEFT JOIN journal_body b ON b.event_id = COALESCE(o.body_event_id, o.event_id) ORDER BY o.seq`,
      )
      .all()
      .map(({ json, ...row }) => ({ ...row, body: json === null ? null : textOf(JSON.parse(json.toString('utf8')) as { content: Content }) }));
  } finally {
    record.close();
  }
}

type Content = { body?: string; 'm.new_content'?: { body?: string } };
const textOf = ({ content }: { content: Content }): string | null => content['m.new_content']?.body ?? content.body ?? null;

/** Texts that reached phones more than once, by phone: the same body twice means a repeat, as test texts are unique. */
export function doubled(entries: readonly PhoneEntry[]): string[] {
  const texts = entries.filter((entry) => entry.kind === 'message' && entry.origin === 'bridge' && !entry.own).map((entry) => entry.content?.text ?? '');
  return texts.filter((text, at) => text !== '' && texts.indexOf(text) !== at);
}
