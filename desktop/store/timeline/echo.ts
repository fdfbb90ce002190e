import type { EventId, UserId } from '@holdfast/contract';
import type { MediaPart, MessageBody, SendStatus, TimelineItem } from '../../ipc/index.ts';
import type { Cache } from '../cache.ts';
import type { OutgoingRow } from '../contract.ts';
import { countPoll } from '../events/poll.ts';
import { outgoingOf } from '../own/outgoing.ts';
import type { Own } from '../own/own.ts';
import type { Room } from '../rooms/rooms.ts';
import { quoteOf } from './items.ts';
import { echoPosition } from './merge.ts';
import { findByKey, findEvent } from './rows.ts';

/** The box has this row's event and the room shows it: the row is only bookkeeping now. */
export function hasArrived(cache: Cache, room: Room | undefined, row: OutgoingRow): boolean {
  if (!room) return false;
  return findByKey(cache, room, `txn:${row.localId}`) !== undefined || (row.eventId !== null && findEvent(cache, room, row.eventId) !== undefined);
}

const becomesItem = ({ outgoing }: OutgoingRow): boolean => !['edit', 'reaction', 'redaction', 'vote'].includes(outgoing.kind);

/** What this device sent and the room does not have yet, as items after everything else, in order of sending. */
export function echoesOf(cache: Cache, own: Own, room: Room): TimelineItem[] {
  return outgoingOf(own, room.roomId)
    .filter((row) => becomesItem(row) && !hasArrived(cache, room, row))
    .map((row, index) => echoItem(cache, room, row, echoPosition + index));
}

function echoItem(cache: Cache, room: Room, row: OutgoingRow, position: number): TimelineItem {
  const { outgoing } = row;
  const replyTo = 'replyTo' in outgoing ? outgoing.replyTo : null;
  return {
    key: `txn:${row.localId}`,
    eventId: row.eventId,
    localId: row.localId,
    position,
    at: row.createdAt,
    senderId: cache.me,
    side: 'company',
    handset: false,
    body: echoBody(row),
    edited: null,
    replyTo: replyTo === null ? null : quoteOf(cache, room, replyTo),
    reactions: [],
    send: outgoing.kind === 'note' && row.state === 'sent' ? null : echoStatus(row),
    own: true,
  };
}

/** `queued`, `uploading`, `unsent` are this computer's words; on its way to the box it still waits here, at the box it waits there. */
function echoStatus(row: OutgoingRow): SendStatus {
  const state = row.state === 'sending' ? 'queued' : row.state === 'sent' ? 'waiting' : row.state;
  return { state, reason: row.reason, detail: null, at: row.createdAt, progress: null };
}

function echoBody({ outgoing, mxc }: OutgoingRow): MessageBody {
  switch (outgoing.kind) {
    case 'file': {
      const { file } = outgoing;
      const media: MediaPart = {
        source: mxc ?? `out:${file.fileId}`, name: file.name, mimeType: file.mimeType, size: null, width: file.width, height: file.height,
        durationMs: file.durationMs, waveform: file.waveform, thumbnail: null, animated: false,
      };
      return { kind: file.kind, media, caption: file.caption === null ? null : { text: file.caption, html: null } };
    }
    case 'location':
      return { kind: 'location', latitude: outgoing.latitude, longitude: outgoing.longitude, name: outgoing.name };
    case 'poll':
      return countPoll({ question: outgoing.question, maxSelections: outgoing.maxSelections, options: outgoing.options.map((text, index) => ({ id: String(index), text })) }, [], false);
    case 'note':
      return { kind: 'note', text: outgoing.text, mentions: outgoing.mentions };
    case 'text':
      return { kind: 'text', text: outgoing.text, html: outgoing.html, emote: false };
    default:
      return { kind: 'unsupported', text: '' };
  }
}

type Aimed = Extract<OutgoingRow['outgoing'], { kind: 'edit' | 'reaction' | 'redaction' | 'vote' }>;
const aimOf = (outgoing: Aimed): EventId => (outgoing.kind === 'vote' ? outgoing.poll : outgoing.target);

/** The event an edit, reaction, vote or withdrawal of this device is about. */
export function targetOf({ outgoing }: OutgoingRow): EventId | null {
  return outgoing.kind === 'edit' || outgoing.kind === 'reaction' || outgoing.kind === 'redaction' || outgoing.kind === 'vote' ? aimOf(outgoing) : null;
}

/** Shows on an item what this device did to it and the room does not know yet. What the box refused shows as refused. */
export function withPending(item: TimelineItem, pending: readonly OutgoingRow[], me: UserId): TimelineItem {
  let shown = item;
  for (const row of pending) shown = applyPending(shown, row, me);
  return shown;
}

function applyPending(item: TimelineItem, row: OutgoingRow, me: UserId): TimelineItem {
  const { outgoing } = row;
  if (row.state === 'unsent') return { ...item, localId: row.localId, send: echoStatus(row) };
  if (outgoing.kind === 'edit' && item.body.kind === 'text') {
    return { ...item, body: { ...item.body, text: outgoing.text, html: outgoing.html }, edited: { at: row.createdAt, senderId: me, handset: false }, send: echoStatus(row) };
  }
  if (outgoing.kind === 'redaction') return withoutPending(item, outgoing.target, me);
  if (outgoing.kind === 'vote' && item.body.kind === 'poll') {
    const options = item.body.options.map((option) => {
      const mine = outgoing.options.includes(option.id);
      return { ...option, mine, votes: option.votes + (mine ? 1 : 0) - (option.mine ? 1 : 0) };
    });
    return { ...item, body: { ...item.body, options } };
  }
  if (outgoing.kind === 'reaction') {
    const known = item.reactions.find(({ key }) => key === outgoing.key);
    if (known?.senders.includes(me) === true) return item;
    const reactions = known
      ? item.reactions.map((reaction) => (reaction === known ? { ...reaction, senders: [...reaction.senders, me] } : reaction))
      : [...item.reactions, { key: outgoing.key, senders: [me], mine: null }];
    return { ...item, reactions };
  }
  return item;
}

function withoutPending(item: TimelineItem, target: EventId, me: UserId): TimelineItem {
  if (item.eventId === target) return { ...item, body: { kind: 'deleted', by: me }, reactions: [], edited: null };
  const reactions = item.reactions
    .map((reaction) => (reaction.mine === target ? { ...reaction, senders: reaction.senders.filter((sender) => sender !== me), mine: null } : reaction))
    .filter(({ senders }) => senders.length > 0);
  return { ...item, reactions };
}
