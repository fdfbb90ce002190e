import { dirname, join } from 'node:path';
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

export type SentRow = {
  eventId: string;
  roomId: string;
  sender: string;
  kind: string;
  state: string;
  reason: string | null;
  attempts: number;
  /** Somebody said 'send' to a doubtful one: from then on its place in the room and its number of copies are theirs. */
  confirmedBy: string | null;
  body: string | null;
};

/** The record, and beside it the homeserver's events as `homeserver.event_json`: the record has no words of its own, only ids and what became of them. */
function openWithWords(recordDb: string): Database.Database {
  const record = new Database(recordDb, { readonly: true });
  record.prepare('ATTACH ? AS homeserver').run(join(dirname(recordDb), 'homeserver.db'));
  return record;
}

/** What the outbox says became of every message, with the text that was meant to arrive. */
export function sentMessages(recordDb: string): SentRow[] {
  const record = openWithWords(recordDb);
  try {
    return record
      .prepare<[], Omit<SentRow, 'body'> & { json: string | null }>(
        `SELECT o.event_id AS eventId, o.room_id AS roomId, o.sender, o.kind, o.state, o.reason, o.attempts,
           o.confirmed_by AS confirmedBy, b.json FROM outbox o
         LEFT JOIN homeserver.event_json b ON b.event_id = COALESCE(o.body_event_id, o.event_id) ORDER BY o.seq`,
      )
      .all()
      .map(({ json, ...row }) => ({ ...row, body: json === null ? null : textOf(JSON.parse(json) as { content: Content }) }));
  } finally {
    record.close();
  }
}

type Content = { msgtype?: string; body?: string; 'm.relates_to'?: { 'm.in_reply_to'?: object }; 'm.new_content'?: Content };

/** The words a phone should show; null where it shows something else than words. A reply's fallback stays in the box. */
function textOf({ content }: { content: Content }): string | null {
  const shown = content['m.new_content'] ?? content;
  if (shown.msgtype !== 'm.text' || shown.body === undefined) return null;
  return content['m.relates_to']?.['m.in_reply_to'] === undefined ? shown.body : shown.body.replace(/^(?:> .*\n)+\n/, '');
}

/** What the gate decided about one event; undefined when it was never recorded, no verdict when there was nothing to decide. */
export function recordedDecision(recordDb: string, eventId: string): { verdict: string | null; code: string | null } | undefined {
  const record = new Database(recordDb, { readonly: true });
  try {
    return record
      .prepare<[string], { verdict: string | null; code: string | null }>(
        'SELECT d.verdict, d.code FROM journal_event j LEFT JOIN decision d ON d.event_id = j.event_id WHERE j.event_id = ?',
      )
      .get(eventId);
  } finally {
    record.close();
  }
}

/** Texts that were refused or are notes: none of them may ever be on a phone, neither as a message nor as an edit. */
export function keptTexts(recordDb: string): string[] {
  const record = openWithWords(recordDb);
  try {
    return record
      .prepare<[], { json: string }>("SELECT b.json FROM decision d JOIN homeserver.event_json b ON b.event_id = d.event_id WHERE d.verdict <> 'pass'")
      .all()
      .map(({ json }) => (JSON.parse(json) as { content: Content }).content)
      .flatMap((content) => content['m.new_content']?.body ?? content.body ?? [])
      .filter((text) => text !== '');
  } finally {
    record.close();
  }
}

/** What a query on the record answers: for facts that no interface shows. */
export function askRecord<Row>(recordDb: string, sql: string, ...values: unknown[]): Row[] {
  const record = new Database(recordDb, { readonly: true });
  try {
    return record.prepare<unknown[], Row>(sql).all(...values);
  } finally {
    record.close();
  }
}

/** Messages of people, or of the box itself, in conversations about which nothing was ever decided: lost in silence. */
export function undecided(recordDb: string): string[] {
  return askRecord<{ id: string }>(
    recordDb,
    `SELECT e.event_id AS id FROM journal_event e JOIN portal p ON p.room_id = e.room_id JOIN person w ON w.user_id = e.sender
     WHERE e.type = 'm.room.message' AND e.state_key IS NULL AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.event_id = e.event_id)
     UNION ALL
     SELECT s.event_id FROM service_send s WHERE s.event_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.event_id = s.event_id)`,
  ).map(({ id }) => id);
}

/** Passed, and then nowhere: neither in the outbox nor merged into what waited there. */
export function passedWithoutRow(recordDb: string): string[] {
  return askRecord<{ id: string }>(
    recordDb,
    `SELECT d.event_id AS id FROM decision d JOIN journal_event e ON e.event_id = d.event_id
     WHERE d.verdict = 'pass' AND e.type = 'm.room.message' AND e.relation IS NOT 'edit'
       AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.event_id = d.event_id)`,
  ).map(({ id }) => id);
}

/** Every text and caption that ghosts wrote in conversations, as often as the journal has recorded it. */
export function clientTexts(recordDb: string): string[] {
  const record = openWithWords(recordDb);
  try {
    return record
      .prepare<[], { json: string }>(
        `SELECT b.json FROM journal_event e JOIN portal p ON p.room_id = e.room_id JOIN homeserver.event_json b ON b.event_id = e.event_id
         WHERE e.type = 'm.room.message' AND NOT EXISTS (SELECT 1 FROM person w WHERE w.user_id = e.sender) ORDER BY e.seq`,
      )
      .all()
      .map(({ json }) => (JSON.parse(json) as { content: Content }).content.body ?? '');
  } finally {
    record.close();
  }
}

/** Whether the journal has recorded an event with these words in it. */
export function hasRecorded(recordDb: string, text: string): boolean {
  const record = openWithWords(recordDb);
  try {
    return record.prepare('SELECT 1 FROM journal_event e JOIN homeserver.event_json b ON b.event_id = e.event_id WHERE instr(b.json, ?) > 0 LIMIT 1').get(JSON.stringify(text)) !== undefined;
  } finally {
    record.close();
  }
}

/** The delivered messages of one room in the order of the outbox, against the order in which one phone got them. */
export function misordered(rows: readonly SentRow[], entries: readonly PhoneEntry[]): string[] {
  const arrived = entries.filter((entry) => entry.kind === 'message' && entry.origin === 'bridge' && !entry.own).map((entry) => entry.content?.text ?? '');
  const faults: string[] = [];
  for (const roomId of new Set(rows.map((row) => row.roomId))) {
    const sent = rows.filter((row) => row.roomId === roomId && row.kind === 'message' && row.confirmedBy === null && row.body !== null && arrived.includes(row.body));
    const meant = sent.map((row) => row.body);
    const got = arrived.filter((text) => meant.includes(text));
    if (meant.join('\n') !== got.join('\n')) faults.push(`${roomId}: wrote ${meant.join(' | ')}; got ${got.join(' | ')}`);
  }
  return faults;
}

/** Texts that reached phones more than once, by phone: the same body twice means a repeat, as test texts are unique. */
export function doubled(entries: readonly PhoneEntry[]): string[] {
  const texts = entries.filter((entry) => entry.kind === 'message' && entry.origin === 'bridge' && !entry.own).map((entry) => entry.content?.text ?? '');
  return texts.filter((text, at) => text !== '' && texts.indexOf(text) !== at);
}
