import type { UserId } from '@holdfast/contract';
import type { Cache } from '../cache.ts';
import { asRecord, type Content } from '../events/classify.ts';
import { kinds } from '../events/kinds.ts';
import type { Room } from '../rooms/rooms.ts';
import { isServiceUser } from '../rooms/sides.ts';
import { contentOf, relationsOf, type EventRow } from './rows.ts';

/**
 * Who may change a message: its author, and for what the company's side wrote the account's service user, whose edits are
 * those of the handset or corrections by an owner. Matrix clients ignore the latter; nobody else's is ever honoured.
 */
export function mayEdit(cache: Cache, room: Room, author: UserId, editor: UserId): boolean {
  if (author === editor) return true;
  return isServiceUser(room, editor) && cache.sideOf(room, author) === 'company';
}

const notApplied = ['refused', 'failed', 'cancelled', 'discarded'] as const;
/** An edit the gate did not let out is no truth about what the client sees. */
export const isWithheld = (state: string | null | undefined): boolean => (notApplied as readonly (string | null | undefined)[]).includes(state);

/** Versions that count, oldest first. */
export function validEdits(cache: Cache, room: Room, target: EventRow, relations: readonly EventRow[] = relationsOf(cache, room, target.eventId)): EventRow[] {
  const author = cache.users.id(target.sender);
  return relations.filter((row) => {
    if (row.kind !== kinds.edit || row.redacted === 1 || !mayEdit(cache, room, author, cache.users.id(row.sender))) return false;
    const word = cache.db.prepare<[string], { state: string | null }>('SELECT state FROM delivery WHERE event_id = ?').get(row.eventId);
    return !isWithheld(word?.state);
  });
}

/** What a message says after an edit. An edit of a file's caption may leave the file out: then it is the one that was there. */
export function editedContent(original: Content, edit: Content): Content {
  const next = asRecord(edit['m.new_content']);
  if (Object.keys(next).length === 0) return original;
  const kept = original['url'] !== undefined && next['url'] === undefined ? { ...original, ...next } : next;
  return { ...kept, 'm.relates_to': original['m.relates_to'] };
}

/** The content as it stands now. */
export function presentContent(cache: Cache, room: Room, row: EventRow): Content {
  const original = contentOf(row);
  if (row.editId === null) return original;
  const edit = cache.db.prepare<[string, number], { content: string }>('SELECT content FROM event WHERE event_id = ? AND room = ?').get(row.editId, room.no);
  return edit ? editedContent(original, contentOf(edit)) : original;
}
