import { foldText } from './fold.ts';
import type { Sqlite } from './open-index.ts';

export type RoomFilter = {
  /** A client's id, or a name of the person on the other side. */
  readonly client?: string;
  /** A room's id or name. */
  readonly room?: string;
  /** Digits of a client's or a company account's number. */
  readonly number?: string;
};

type Id = { id: number };
type RoomRow = { id: number; room: string; name: string | null; other: string | null; client: string | null };

const holds = (text: string | null, folded: string): boolean => text !== null && foldText(text).includes(folded);

/** Everybody who is or was called so. */
export function findPeople(sqlite: Sqlite, person: string): number[] {
  const exact = sqlite.prepare<[string], Id>('SELECT id FROM person WHERE user = ?').all(person);
  if (exact.length > 0 || person.startsWith('@')) return exact.map(({ id }) => id);
  return sqlite.prepare<[string], Id>("SELECT DISTINCT person AS id FROM person_name WHERE folded LIKE '%' || ? || '%'").all(foldText(person)).map(({ id }) => id);
}

/** Rooms that every filter given agrees on; null when none was given. */
export function findRooms(sqlite: Sqlite, { client, room, number }: RoomFilter): number[] | null {
  const groups: Set<number>[] = [];
  if (room !== undefined) groups.push(new Set(byRoom(sqlite, room)));
  if (client !== undefined) groups.push(new Set(byClient(sqlite, client)));
  if (number !== undefined) groups.push(new Set(byNumber(sqlite, number)));
  const [first, ...rest] = groups;
  return first ? [...first].filter((id) => rest.every((group) => group.has(id))) : null;
}

const allRooms = (sqlite: Sqlite): RoomRow[] => sqlite.prepare<[], RoomRow>('SELECT id, room, name, other, client FROM room').all();

function byRoom(sqlite: Sqlite, room: string): number[] {
  if (room.startsWith('!')) return sqlite.prepare<[string], Id>('SELECT id FROM room WHERE room = ?').all(room).map(({ id }) => id);
  const folded = foldText(room);
  return folded === '' ? [] : allRooms(sqlite).filter(({ name }) => holds(name, folded)).map(({ id }) => id);
}

function byClient(sqlite: Sqlite, client: string): number[] {
  const exact = sqlite.prepare<[string, string], Id>('SELECT id FROM room WHERE client = ? OR other = ?').all(client, client).map(({ id }) => id);
  const folded = foldText(client);
  if (exact.length > 0 || folded === '') return exact;
  const named = sqlite
    .prepare<[string], Id>("SELECT o.id FROM room o JOIN person p ON p.user = o.other JOIN person_name n ON n.person = p.id WHERE n.folded LIKE '%' || ? || '%'")
    .all(folded)
    .map(({ id }) => id);
  return [...named, ...allRooms(sqlite).filter(({ name, other }) => other !== null && holds(name, folded)).map(({ id }) => id)];
}

function byNumber(sqlite: Sqlite, number: string): number[] {
  const digits = number.replace(/\D/gu, '');
  if (digits === '') return [];
  return sqlite
    .prepare<[string, string, string], Id>(
      `SELECT id FROM room WHERE other LIKE '%' || ? || '%' OR account LIKE '%' || ? || '%'
       UNION SELECT pr.room FROM person p JOIN person_room pr ON pr.person = p.id WHERE p.user LIKE '@%' || ? || '%:%'`,
    )
    .all(digits, digits, digits)
    .map(({ id }) => id);
}
