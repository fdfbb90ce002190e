import type { EventId, UserId } from '@holdfast/contract';
import type { MessageBody, TimelineItem } from '../../ipc/index.ts';
import type { Cache } from '../cache.ts';
import { asRecord, asText } from '../events/classify.ts';
import { bodyOf } from '../events/body.ts';
import { kinds } from '../events/kinds.ts';
import { chosenOptions, countPoll, pollQuestion, type Vote } from '../events/poll.ts';
import { previewOf } from '../events/preview.ts';
import type { Room } from '../rooms/rooms.ts';
import { isServiceUser } from '../rooms/sides.ts';
import { deliveryOf, statusOf } from './deliveries.ts';
import { editedContent, isWithheld, mayEdit } from './edits.ts';
import { clientReadTo } from './receipts.ts';
import { contentOf, findEvent, keyOfRow, relationsOf, type EventRow } from './rows.ts';

/** What of a room every item of a page needs, read once a page. */
export type ItemReader = { read(row: EventRow): TimelineItem };

export function createItemReader(cache: Cache, room: Room): ItemReader {
  const readTo = clientReadTo(cache, room);
  return { read: (row) => itemOf(cache, room, row, readTo) };
}

function itemOf(cache: Cache, room: Room, row: EventRow, readTo: number): TimelineItem {
  const senderId = cache.users.id(row.sender);
  const side = cache.sideOf(room, senderId);
  const relations = relationsOf(cache, room, row.eventId);
  const edit = row.editId === null ? undefined : relations.find(({ eventId }) => eventId === row.editId);
  return {
    key: keyOfRow(row),
    eventId: row.eventId,
    localId: row.txn,
    position: row.position,
    at: row.at,
    senderId,
    side,
    handset: row.handset === 1,
    body: presentBody(cache, room, row, edit, relations),
    edited: edit ? { at: edit.at, senderId: cache.users.id(edit.sender), handset: edit.handset === 1 } : null,
    replyTo: row.target === null ? null : quoteOf(cache, room, row.target),
    reactions: row.redacted === 1 ? [] : reactionsOf(cache, relations),
    send: side === 'company' && row.kind !== kinds.note && row.redacted === 0 ? sendOf(cache, room, row, senderId, relations, readTo) : null,
    own: senderId === cache.me,
  };
}

/** The message as it reads now. */
export function presentBody(cache: Cache, room: Room, row: EventRow, edit: EventRow | undefined, relations: readonly EventRow[]): MessageBody {
  if (row.redacted === 1) return { kind: 'deleted', by: row.redactedBy === null ? null : cache.users.id(row.redactedBy) };
  const original = contentOf(row);
  const content = edit ? editedContent(original, contentOf(edit)) : original;
  if (row.kind !== kinds.poll) return bodyOf(row.kind, content);
  const end = relations.find(({ kind, redacted }) => kind === kinds.pollEnd && redacted === 0);
  const votes = relations
    .filter(({ kind, redacted, position }) => kind === kinds.vote && redacted === 0 && (!end || position < end.position))
    .map((vote): Vote => {
      const voter = cache.users.id(vote.sender);
      return { voter, company: cache.sideOf(room, voter) === 'company', options: chosenOptions(contentOf(vote)) };
    });
  return countPoll(pollQuestion(content), votes, end !== undefined);
}

function sendOf(cache: Cache, room: Room, row: EventRow, senderId: UserId, relations: readonly EventRow[], readTo: number): TimelineItem['send'] {
  // The account's own user speaks to the bridge without the gate's outbox: what it wrote is on the network already.
  const status = statusOf(deliveryOf(cache, row.eventId), isServiceUser(room, senderId), row.position <= readTo);
  const lastEdit = relations.findLast(({ kind, redacted, sender }) => kind === kinds.edit && redacted === 0 && mayEdit(cache, room, senderId, cache.users.id(sender)));
  const word = lastEdit && deliveryOf(cache, lastEdit.eventId);
  if (word && word.state !== 'cancelled' && word.state !== 'discarded' && isWithheld(word.state)) return { ...statusOf(word, false, false), detail: word.detail ?? 'edit' };
  return status;
}

function reactionsOf(cache: Cache, relations: readonly EventRow[]): TimelineItem['reactions'] {
  const byKey = new Map<string, { senders: Set<UserId>; mine: EventId | null }>();
  for (const row of relations) {
    if (row.kind !== kinds.reaction || row.redacted === 1) continue;
    const key = asText(asRecord(contentOf(row)['m.relates_to'])['key'])?.slice(0, 64) ?? '';
    if (key === '') continue;
    const entry = byKey.get(key) ?? { senders: new Set<UserId>(), mine: null };
    const sender = cache.users.id(row.sender);
    entry.senders.add(sender);
    if (sender === cache.me) entry.mine = row.eventId;
    byKey.set(key, entry);
  }
  return [...byKey].map(([key, { senders, mine }]) => ({ key, senders: [...senders], mine }));
}

/** What an answer quotes. Its sender and words are known as soon as the event itself is here. */
export function quoteOf(cache: Cache, room: Room, eventId: EventId): TimelineItem['replyTo'] {
  const row = findEvent(cache, room, eventId);
  if (!row || row.item !== 1) return { eventId, senderId: null, preview: null };
  return { eventId, senderId: cache.users.id(row.sender), preview: previewOf(bodyNow(cache, room, row)) };
}

/** The present body of one item on its own. */
export function bodyNow(cache: Cache, room: Room, row: EventRow): MessageBody {
  const edit = row.editId === null ? undefined : findEvent(cache, room, row.editId);
  return presentBody(cache, room, row, edit, row.kind === kinds.poll ? relationsOf(cache, room, row.eventId) : []);
}
