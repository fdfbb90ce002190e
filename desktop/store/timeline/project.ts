import type { EventId, UserId } from '@holdfast/contract';
import type { Cache } from '../cache.ts';
import { kinds } from '../events/kinds.ts';
import type { Room } from '../rooms/rooms.ts';
import type { Tally } from '../tally.ts';
import { attachmentsOf } from './attachments.ts';
import { dropMedia, mediaIn } from '../media/uses.ts';
import { unindex } from '../search/word-index.ts';
import { editedContent, validEdits } from './edits.ts';
import { contentOf, findEvent, keyOfRow, relationsOf, type EventRow } from './rows.ts';

/** The item an event is about, itself or what it changes, reacts to or votes in. */
export function tellTarget(cache: Cache, tally: Tally, room: Room, eventId: EventId): void {
  const row = findEvent(cache, room, eventId);
  if (!row) return;
  if (row.item === 1) tally.item(room, keyOfRow(row));
  else if (row.target !== null) tellTarget(cache, tally, room, row.target);
}

/** Chooses the version of a message that stands, after an edit of it came, went, or was refused. */
export function reproject(cache: Cache, tally: Tally, room: Room, eventId: EventId): void {
  const row = findEvent(cache, room, eventId);
  if (!row || row.item !== 1 || row.redacted === 1) return;
  const latest = validEdits(cache, room, row).at(-1);
  tally.item(room, keyOfRow(row));
  if ((latest?.eventId ?? null) === row.editId) return; // as it was; what left the index for a moment comes back below
  unindex(cache, room, row);
  const original = contentOf(row);
  const attach = attachmentsOf(row.kind, latest ? editedContent(original, contentOf(latest)) : original);
  cache.db.prepare('UPDATE event SET edit_id = ?, attach = ? WHERE event_id = ?').run(latest?.eventId ?? null, attach, eventId);
  tally.reindex(room, eventId);
  tellAnswers(cache, tally, room, eventId);
}

/** A withdrawn event loses its words for good, in all versions and in the index. May run again. */
export function withdraw(cache: Cache, tally: Tally, room: Room, eventId: EventId, by: UserId): void {
  const row = findEvent(cache, room, eventId);
  if (!row) return;
  if (row.redacted === 1) {
    if (row.redactedBy === null) cache.db.prepare('UPDATE event SET redacted_by = ? WHERE event_id = ?').run(cache.users.no(by), eventId);
    return;
  }
  // Taken out of the index by the words that are about to go.
  const indexed = row.kind === kinds.edit && row.target !== null ? findEvent(cache, room, row.target) : row;
  if (indexed?.item === 1 && (indexed === row || indexed.editId === eventId)) unindex(cache, room, indexed);
  dropMedia(cache, mediaIn(contentOf(row)));
  cache.db.prepare("UPDATE event SET redacted = 1, redacted_by = ?, content = '', attach = 0, edit_id = NULL WHERE event_id = ?").run(cache.users.no(by), eventId);
  if (row.item === 1) {
    room.messages -= 1;
    cache.db.prepare<[string, number]>(`UPDATE event SET content = '' WHERE target = ? AND room = ? AND kind = ${kinds.edit}`).run(eventId, room.no);
    tally.item(room, keyOfRow(row));
    tellAnswers(cache, tally, room, eventId);
  } else if (row.target !== null) {
    if (row.kind === kinds.edit) reproject(cache, tally, room, row.target);
    else tellTarget(cache, tally, room, row.target);
  }
}

function tellAnswers(cache: Cache, tally: Tally, room: Room, eventId: EventId): void {
  for (const answer of relationsOf(cache, room, eventId)) if (answer.item === 1) tally.item(room, keyOfRow(answer));
}

/** Who belongs to the company became known: edits by service users may count now that did not, or the other way round. */
export function reprojectEdits(cache: Cache, tally: Tally, room: Room): void {
  const edited = cache.db.prepare<[number], Pick<EventRow, 'target'>>(`SELECT DISTINCT target FROM event WHERE room = ? AND kind = ${kinds.edit} AND target IS NOT NULL`).all(room.no);
  for (const { target } of edited) if (target !== null) reproject(cache, tally, room, target);
}
