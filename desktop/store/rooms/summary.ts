import type { EventId } from '@holdfast/contract';
import type { Cache } from '../cache.ts';
import { bodyOf } from '../events/body.ts';
import { kinds } from '../events/kinds.ts';
import { previewOf } from '../events/preview.ts';
import { gapAtOrBelow } from '../timeline/gaps.ts';
import { bodyNow } from '../timeline/items.ts';
import { presentContent } from '../timeline/edits.ts';
import { eventColumns, type EventRow } from '../timeline/rows.ts';
import type { Room, Summary } from './rooms.ts';

const unanswered: readonly (string | null)[] = ['refused', 'failed', 'discarded', 'cancelled', 'needs-confirmation'];
/** How far back a line of the inbox looks. */
const mostLooked = 2000;
const batch = 50;

type Seen = EventRow & { readonly state: string | null };

function* newestFirst(cache: Cache, room: Room, floor: number): Generator<Seen> {
  const select = cache.db.prepare<[number, number, number], Seen>(
    `SELECT ${eventColumns}, (SELECT d.state FROM delivery d WHERE d.event_id = event.event_id) AS state
     FROM event WHERE room = ? AND item = 1 AND position < ? AND position >= ? ORDER BY position DESC LIMIT ${batch}`,
  );
  let before = Number.MAX_SAFE_INTEGER;
  for (let looked = 0; looked < mostLooked; looked += batch) {
    const rows = select.all(room.no, before, floor);
    yield* rows;
    if (rows.length < batch) return;
    before = rows.at(-1)?.position ?? floor;
  }
}

/**
 * Since when the client waits: their first word or call in vain after the company's last word that may have reached them.
 * Notes, reactions, what the bridge says and what was withdrawn count for nothing; a call that was taken is an answer.
 * Where what is here does not reach back to a word of the company, the control plane's dates decide.
 */
function waitingSince(cache: Cache, room: Room, floor: number): number | null {
  let since: number | null = null;
  for (const row of newestFirst(cache, room, floor)) {
    if (row.redacted === 1 || row.kind === kinds.note) continue;
    const side = cache.sideOf(room, cache.users.id(row.sender));
    if (side === 'bridge') continue;
    if (side === 'company' && !unanswered.includes(row.state)) return since;
    if (side !== 'client') continue;
    if (row.kind === kinds.call && !wasMissed(cache, room, row)) return since;
    since = row.at;
  }
  return fromFacts(room, since, floor);
}

function wasMissed(cache: Cache, room: Room, row: EventRow): boolean {
  const body = bodyOf(row.kind, presentContent(cache, room, row));
  return body.kind === 'call' && body.missed;
}

function fromFacts({ facts }: Room, since: number | null, floor: number): number | null {
  const reachesStart = floor === Number.MIN_SAFE_INTEGER;
  if (reachesStart && since !== null) return since;
  if (!facts || (reachesStart && since === null && facts.lastClientAt === null)) return since;
  const waits = facts.lastClientAt !== null && facts.lastClientAt > (facts.lastCompanyAt ?? 0);
  if (since !== null) return since; // newer words of the client than any of the company's that are known here
  return waits ? facts.lastClientAt : null;
}

/**
 * Never more than what lies here unread by others' hands, so that an answer from anywhere clears it at once. The homeserver
 * counts from the moment a person joined; a new client, or one who was handed over, wrote before that. So until this person
 * read anything here, what nobody of the company answered is unread.
 */
function unreadOf(cache: Cache, room: Room, floor: number): number {
  if (room.readPosition === 0) return hasOwnMark(cache, room) ? room.unread : Math.max(room.unread, unansweredOf(cache, room, floor));
  if (room.unread === 0) return 0;
  const senders = cache.db
    .prepare<[number, number], { sender: number; count: number }>('SELECT sender, count(*) AS count FROM (SELECT sender FROM event WHERE room = ? AND item = 1 AND position > ? ORDER BY position LIMIT 1000) GROUP BY sender')
    .all(room.no, room.readPosition);
  let here = 0;
  for (const { sender, count } of senders) {
    const userId = cache.users.id(sender);
    if (userId !== cache.me && cache.sideOf(room, userId) !== 'bridge') here += count;
  }
  return Math.min(room.unread, here);
}

/** A mark whose event is not here yet: read somewhere else, so the homeserver's number is right. */
const hasOwnMark = (cache: Cache, room: Room): boolean => cache.db.prepare('SELECT 1 FROM receipt WHERE room = ? AND user = ?').get(room.no, cache.users.no(cache.me)) !== undefined;

function unansweredOf(cache: Cache, room: Room, floor: number): number {
  let count = 0;
  for (const row of newestFirst(cache, room, floor)) {
    if (row.redacted === 1 || row.kind === kinds.note) continue;
    const side = cache.sideOf(room, cache.users.id(row.sender));
    if (side === 'company' && !unanswered.includes(row.state)) return count;
    if (side === 'client') count += 1;
  }
  return count;
}

function lastOf(cache: Cache, room: Room): Summary['last'] {
  for (const row of newestFirst(cache, room, Number.MIN_SAFE_INTEGER)) {
    const senderId = cache.users.id(row.sender);
    const side = cache.sideOf(room, senderId);
    if (side === 'bridge') continue;
    return { preview: previewOf(bodyNow(cache, room, row)), at: row.at, side, senderId, eventId: row.eventId };
  }
  return null;
}

/** Messages that wait for a decision here: this person's own, and whatever a handover left to be confirmed. */
function attentionOf(cache: Cache, room: Room): number {
  const rows = cache.db
    .prepare<[number], { event_id: EventId; state: string; sender: number | null }>(
      `SELECT d.event_id, d.state, e.sender FROM delivery d JOIN event e ON e.event_id = d.event_id
       WHERE d.room = ? AND d.state IN ('failed', 'uncertain', 'needs-confirmation', 'refused') AND e.redacted = 0`,
    )
    .all(room.no);
  const me = cache.users.find(cache.me);
  return rows.filter(({ state, sender }) => state === 'needs-confirmation' || sender === me).length;
}

/** Computes a room's line anew; called for every room a write touched, before it commits. */
export function summarise(cache: Cache, room: Room): Summary {
  const floor = gapAtOrBelow(cache, room, Number.MAX_SAFE_INTEGER)?.above ?? Number.MIN_SAFE_INTEGER;
  const last = lastOf(cache, room);
  return {
    last,
    sortAt: last?.at ?? room.facts?.lastEventAt ?? 0,
    unread: unreadOf(cache, room, floor),
    mentioned: room.mentionPosition > room.readPosition && room.mentionPosition !== 0,
    waitingSince: waitingSince(cache, room, floor),
    attention: attentionOf(cache, room),
  };
}
