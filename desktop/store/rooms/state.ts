import type { RoomId, UserId } from '@holdfast/contract';
import type { MatrixEvent } from '../../ipc/index.ts';
import type { Cache } from '../cache.ts';
import { asRecord, asText } from '../events/classify.ts';
import { bridgeTypes, roomFeaturesType } from '../matrix-words.ts';
import type { Tally } from '../tally.ts';
import type { Room } from './rooms.ts';

const mostName = 4000;
const textOrNull = (value: unknown): string | null => asText(value)?.slice(0, mostName) ?? null;

/**
 * Takes what a room's state says about it: its name, its people, the bridge's bot, what the network can do. `position`: where
 * in the room it was said; a member's older state never replaces a newer one.
 */
export function takeState(cache: Cache, tally: Tally, room: Room, event: MatrixEvent, position: number): void {
  if (event.state_key === undefined) return;
  const { content, type } = event;
  if (type === 'm.room.member') return takeMember(cache, tally, room, event, position);
  if (position < room.top) return; // history: what was once so
  if (type === 'm.room.name') room.name = textOrNull(content['name']);
  else if (type === 'm.room.topic') room.topic = textOrNull(content['topic']);
  else if (type === 'm.room.avatar') room.avatar = asText(content['url']);
  else if (type === 'm.room.create') room.predecessor = asText(asRecord(content['predecessor'])['room_id']) as RoomId | null;
  else if (type === roomFeaturesType) room.features = JSON.stringify(content);
  else if ((bridgeTypes as readonly string[]).includes(type)) room.bot = (asText(content['bridgebot']) as UserId | null) ?? room.bot;
  else return;
  tally.room(room);
}

function takeMember(cache: Cache, tally: Tally, room: Room, event: MatrixEvent, position: number): void {
  const { content, state_key: userId } = event;
  if (userId === undefined || !userId.startsWith('@')) return;
  const { changes } = cache.db
    .prepare(
      `INSERT INTO member (room, user, name, avatar, membership, position) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (room, user) DO UPDATE SET name = excluded.name, avatar = excluded.avatar, membership = excluded.membership, position = excluded.position
       WHERE excluded.position >= position`,
    )
    .run(room.no, cache.users.no(userId as UserId), textOrNull(content['displayname']), asText(content['avatar_url']), asText(content['membership']) ?? 'leave', position);
  if (changes > 0) tally.room(room);
}
