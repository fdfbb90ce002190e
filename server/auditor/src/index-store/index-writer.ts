import { hash } from 'node:crypto';
import { foldText } from './fold.ts';
import type { Sqlite } from './open-index.ts';
import { relations, searchable, states, type IndexRow } from './row.ts';
import { tagsOf } from './tags.ts';

/** Ids of events as the index keeps them: eight bytes find a row, and the reader compares the id itself. */
export const eventKey = (eventId: string): Buffer => hash('sha256', eventId, 'buffer').subarray(0, 8);

type Known = { idx: number };

export type IndexWriter = ReturnType<typeof createIndexWriter>;

/** Puts rows in. Called inside a transaction of the caller, who moves the mark in the same one. */
export function createIndexWriter(sqlite: Sqlite) {
  const rooms = new Map<string, number>();
  const people = new Map<string, number>();
  const chains = new Map<string, number>();
  const seen = new Set<string>();

  const addRoom = sqlite.prepare('INSERT INTO room(room) VALUES (?) ON CONFLICT(room) DO UPDATE SET room = excluded.room RETURNING id');
  const addPerson = sqlite.prepare('INSERT INTO person(user) VALUES (?) ON CONFLICT(user) DO UPDATE SET user = excluded.user RETURNING id');
  const setRoom = sqlite.prepare('UPDATE room SET name = coalesce(@name, name), bridge = coalesce(@bridge, bridge), account = coalesce(@account, account), client = coalesce(@client, client), other = coalesce(@other, other) WHERE id = @id');
  const setName = sqlite.prepare('UPDATE person SET name = ? WHERE id = ?');
  const addName = sqlite.prepare('INSERT OR IGNORE INTO person_name(person, folded) VALUES (?, ?)');
  const addPersonRoom = sqlite.prepare('INSERT OR IGNORE INTO person_room(person, room) VALUES (?, ?)');
  const addRecord = sqlite.prepare('INSERT INTO record(idx, chain, kind, room, sender, at, event, target, relation) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const addMessage = sqlite.prepare('INSERT INTO message(idx, text, state) VALUES (?, ?, ?)');
  const addWords = sqlite.prepare('INSERT INTO fts(rowid, words, stems, tags) VALUES (?, ?, ?, ?)');
  const dropWords = sqlite.prepare("INSERT INTO fts(fts, rowid, words, stems, tags) VALUES ('delete', ?, ?, ?, ?)");
  const mark = sqlite.prepare('UPDATE message SET state = state | ? WHERE idx = ?');
  const byEvent = sqlite.prepare<[Buffer], Known>('SELECT idx FROM record WHERE event = ?');
  const speaking = sqlite.prepare<[Buffer, number], Known>('SELECT idx FROM record WHERE target = ? AND relation = ? ORDER BY idx');
  const editBefore = sqlite.prepare<[Buffer, number], Known>(`SELECT idx FROM record WHERE target = ? AND relation = ${relations.edit} AND idx < ? ORDER BY idx DESC LIMIT 1`);

  const idIn = (known: Map<string, number>, add: typeof addRoom, name: string): number => {
    const found = known.get(name) ?? (add.get(name) as { id: number }).id;
    if (known.size > 500_000) known.clear();
    known.set(name, found);
    return found;
  };
  const chainId = (kid: string): number => {
    const found = chains.get(kid) ?? (sqlite.prepare<[string], { id: number }>('SELECT id FROM chain WHERE kid = ?').get(kid)?.id ?? 0);
    chains.set(kid, found);
    return found;
  };
  const meets = (person: number, room: number | null): void => {
    const key = `${person} ${room}`;
    if (room === null || seen.has(key)) return;
    if (seen.size > 500_000) seen.clear();
    seen.add(key);
    addPersonRoom.run(person, room);
  };

  /** Versions and withdrawals may be recorded before what they speak about, and after. */
  function markVersions(row: IndexRow): void {
    if (row.relation === relations.edit && row.target !== null) {
      const target = eventKey(row.target);
      for (const { idx } of byEvent.all(target)) mark.run(states.edited, idx);
      for (const { idx } of editBefore.all(target, row.index)) mark.run(states.edited, idx);
      if (speaking.all(target, relations.redaction).length > 0) mark.run(states.withdrawn, row.index);
    }
    if (row.relation === relations.redaction && row.target !== null) {
      const target = eventKey(row.target);
      for (const { idx } of byEvent.all(target)) mark.run(states.withdrawn, idx);
      for (const { idx } of speaking.all(target, relations.edit)) mark.run(states.withdrawn, idx);
    }
    if (row.event === null || row.message === null) return;
    const own = eventKey(row.event);
    if (speaking.get(own, relations.edit)) mark.run(states.edited, row.index);
    if (speaking.get(own, relations.redaction)) mark.run(states.withdrawn, row.index);
  }

  return {
    add(row: IndexRow): void {
      const room = row.room === null ? null : idIn(rooms, addRoom, row.room);
      const sender = row.sender === null ? null : idIn(people, addPerson, row.sender);
      if (sender !== null) meets(sender, room);
      if (row.about && room !== null) setRoom.run({ ...row.about, id: room });
      if (row.naming) {
        const person = idIn(people, addPerson, row.naming.user);
        meets(person, room);
        if (row.naming.name !== null && row.naming.name !== '') {
          setName.run(row.naming.name, person);
          addName.run(person, foldText(row.naming.name));
        }
      }
      addRecord.run(row.index, chainId(row.kid), row.kind, room, sender, Math.trunc(row.at), row.event === null ? null : eventKey(row.event), row.target === null ? null : eventKey(row.target), row.relation);
      if (row.message) {
        addMessage.run(row.index, row.message.text, row.message.state);
        addWords.run(row.index, row.message.words, row.message.stems, tagsOf({ room, sender, at: row.at }));
      }
      if (row.message !== null || row.relation === relations.redaction) markVersions(row);
    },
    /** What belongs to these chains leaves every page of the file; the key first. */
    purge(kids: readonly string[]): number {
      const found = sqlite.prepare<[string], { idx: number; text: string | null; room: number | null; sender: number | null; at: number }>(
        'SELECT r.idx, m.text, r.room, r.sender, r.at FROM record r LEFT JOIN message m ON m.idx = r.idx WHERE r.chain = (SELECT id FROM chain WHERE kid = ?)',
      );
      let purged = 0;
      for (const kid of kids) {
        sqlite.prepare("UPDATE chain SET key = NULL, fault = 'ERASED' WHERE kid = ?").run(kid);
        sqlite.prepare('DELETE FROM share WHERE kid = ?').run(kid);
        for (const { idx, text, ...tags } of found.all(kid)) {
          if (text !== null) {
            const { words, stems } = searchable(text);
            dropWords.run(idx, words, stems, tagsOf(tags));
          }
          sqlite.prepare('DELETE FROM message WHERE idx = ?').run(idx);
          sqlite.prepare('DELETE FROM record WHERE idx = ?').run(idx);
          purged++;
        }
      }
      return purged;
    },
  };
}
