import type { DeliveryState, EventId, RoomId } from '@holdfast/contract';
import type { SendStatus } from '../../ipc/index.ts';
import type { Cache } from '../cache.ts';
import { asText, type Content } from '../events/classify.ts';
import { kinds } from '../events/kinds.ts';
import type { Room } from '../rooms/rooms.ts';
import type { Tally } from '../tally.ts';
import { reproject, tellTarget } from './project.ts';
import { findEvent } from './rows.ts';

export type DeliveryRow = {
  readonly eventId: EventId; readonly state: DeliveryState | null; readonly reason: string | null; readonly detail: string | null; readonly at: number;
  /** What the bridge said: 1 taken by the network, 2 on the phone. */
  readonly network: number; readonly networkAt: number | null;
};
const columns = 'event_id AS eventId, state, reason, detail, at, network, network_at AS networkAt';

export const deliveryOf = ({ db }: Cache, eventId: EventId) => db.prepare<[string], DeliveryRow>(`SELECT ${columns} FROM delivery WHERE event_id = ?`).get(eventId);

/** An event of this person that the gate will decide about: until a word comes, it is one to ask about. */
export function expectWord({ db }: Cache, room: Room, eventId: EventId): void {
  db.prepare('INSERT INTO delivery (event_id, room) VALUES (?, ?) ON CONFLICT DO NOTHING').run(eventId, room.no);
}

export function unsettled({ db, rooms, users, me }: Cache): { roomId: RoomId; eventId: EventId }[] {
  const rows = db
    .prepare<[number], { room: number; eventId: EventId }>(
      `SELECT d.room, d.event_id AS eventId FROM delivery d JOIN event e ON e.event_id = d.event_id
       WHERE d.network = 0 AND (d.state IS NULL OR d.state IN ('waiting', 'sending', 'uncertain', 'needs-confirmation')) AND e.sender = ? ORDER BY e.at DESC LIMIT 1000`,
    )
    .all(users.no(me));
  return rows.flatMap(({ room, eventId }) => {
    const found = rooms.byNo(room);
    return found && !found.gone ? [{ roomId: found.roomId, eventId }] : [];
  });
}

const underWay = (state: string | null): boolean => state === 'waiting' || state === 'sending';

export type GateWord = { readonly state: DeliveryState; readonly reason: string | null; readonly detail: string | null; readonly at: number };

/** A later word of the gate replaces an earlier one; what was delivered is never under way again. Order of arrival does not matter. */
export function setWord(cache: Cache, tally: Tally, room: Room, eventId: EventId, word: GateWord): void {
  const known = deliveryOf(cache, eventId);
  if (known?.state != null) {
    const settled = known.state === 'delivered' && underWay(word.state);
    const older = word.at < known.at && !(underWay(known.state) && word.state === 'delivered');
    if (settled || older || (known.state === word.state && known.reason === word.reason && known.at === word.at)) return;
  }
  cache.db
    .prepare(
      `INSERT INTO delivery (event_id, room, state, reason, detail, at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (event_id) DO UPDATE SET state = excluded.state, reason = excluded.reason, detail = coalesce(excluded.detail, detail), at = max(at, excluded.at)`,
    )
    .run(eventId, room.no, word.state, word.reason, word.detail, word.at);
  tell(cache, tally, room, eventId);
}

const states: readonly string[] = ['waiting', 'sending', 'delivered', 'unconfirmed', 'failed', 'uncertain', 'needs-confirmation', 'cancelled', 'discarded', 'refused'];

export function takeGateWord(cache: Cache, tally: Tally, room: Room, target: EventId, content: Content, at: number): void {
  const state = asText(content['state']);
  if (state === null || !states.includes(state)) return;
  setWord(cache, tally, room, target, { state: state as DeliveryState, reason: asText(content['reason']), detail: asText(content['detail']), at });
}

/** The bridge's status only ever adds that the network has it, or the phone. What failed is the gate's to say. */
export function takeBridgeWord(cache: Cache, tally: Tally, room: Room, target: EventId, content: Content, at: number): void {
  if (content['status'] !== 'SUCCESS') return;
  const receivers = content['delivered_to_users'];
  const network = Array.isArray(receivers) && receivers.length > 0 ? 2 : 1;
  const known = deliveryOf(cache, target);
  if (known && known.network >= network) return;
  cache.db
    .prepare(
      `INSERT INTO delivery (event_id, room, network, network_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (event_id) DO UPDATE SET network = excluded.network, network_at = excluded.network_at`,
    )
    .run(target, room.no, network, at);
  tell(cache, tally, room, target);
}

function tell(cache: Cache, tally: Tally, room: Room, eventId: EventId): void {
  tally.room(room);
  const row = findEvent(cache, room, eventId);
  if (row?.kind === kinds.edit && row.target !== null) reproject(cache, tally, room, row.target); // a refused edit is no version
  else if (row) tellTarget(cache, tally, room, eventId);
}

/** The one word for a message of the company that is at the box. `read`: a read mark of the client's side is at or after it. */
export function statusOf(row: DeliveryRow | undefined, onPhone: boolean, read: boolean): SendStatus {
  const plain = { reason: null, detail: null, progress: null };
  const state = row?.state ?? null;
  const network = onPhone ? Math.max(1, row?.network ?? 0) : (row?.network ?? 0);
  const open = state === null || underWay(state) || state === 'delivered' || state === 'unconfirmed';
  if (row && state !== null && !open) return { state, reason: row.reason, detail: row.detail, at: row.at, progress: null };
  const at = row ? (row.networkAt ?? (row.at === 0 ? null : row.at)) : null;
  if (read && (network > 0 || state === 'delivered' || state === 'unconfirmed')) return { ...plain, state: 'read', at };
  if (network === 2) return { ...plain, state: 'delivered', at };
  if (network === 1 || state === 'delivered') return { ...plain, state: 'sent', at };
  if (row && state !== null) return { state, reason: row.reason, detail: row.detail, at: row.at, progress: null };
  return { ...plain, state: 'waiting', at };
}
