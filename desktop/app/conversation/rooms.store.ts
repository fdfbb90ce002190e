import { defineStore } from 'pinia';
import { computed, shallowReactive, shallowRef } from 'vue';
import type { Colleague, RoomId, UserId } from '@holdfast/contract';
import type { Connection, RoomView } from '../../ipc/index.ts';
import { useBoxApi } from '../host/box-api.ts';
import { calmName } from './foreign-text.ts';

export type RoomEntry = { readonly view: RoomView | null; readonly failed: boolean };
const KEPT = 20;
/** For a message it is all one whether the box is away or starting: it waits here. */
const lineOf = ({ state }: Connection): 'online' | 'offline' => (state === 'offline' || state === 'box-restarting' ? 'offline' : 'online');

/** Everything about open conversations beside their messages, and the names of the people in them. */
export const useRoomsStore = defineStore('conversation-rooms', () => {
  const api = useBoxApi();
  const entries = shallowReactive(new Map<RoomId, RoomEntry>());
  const colleagues = shallowRef<readonly Colleague[]>([]);
  const connection = shallowRef<'online' | 'offline'>('online');
  const colleagueNames = computed(() => new Map(colleagues.value.map((each) => [each.userId, calmName(each.name, 80)])));

  async function read(roomId: RoomId): Promise<void> {
    try {
      entries.set(roomId, { view: await api.readRoom({ roomId }), failed: false });
      for (const old of entries.keys()) {
        if (entries.size <= KEPT) break;
        if (old !== roomId) entries.delete(old);
      }
    } catch {
      entries.set(roomId, { view: entries.get(roomId)?.view ?? null, failed: true });
    }
  }

  async function readColleagues(): Promise<void> {
    try {
      colleagues.value = await api.listColleagues({});
    } catch {
      // Names stay what they were; ids stand in for those never heard.
    }
  }

  async function readConnection(): Promise<void> {
    try {
      connection.value = lineOf(await api.readConnection({}));
    } catch {
      connection.value = 'online'; // said by a push as soon as it is known
    }
  }

  api.subscribe((push) => {
    if (push.push === 'conversations.changed') {
      for (const roomId of push.roomIds ?? entries.keys()) if (entries.has(roomId)) void read(roomId);
    }
    if (push.push === 'colleagues.changed') void readColleagues();
    if (push.push === 'connection.changed') connection.value = lineOf(push.connection);
    if (push.push === 'session.changed' && push.session.state !== 'ready') entries.clear();
  });

  async function open(roomId: RoomId): Promise<void> {
    await Promise.all([read(roomId), colleagues.value.length === 0 ? readColleagues() : undefined, readConnection()]);
  }

  /** A name for whoever wrote something, also for people who left. */
  function nameOf(roomId: RoomId, userId: UserId): string {
    const colleague = colleagueNames.value.get(userId);
    if (colleague) return colleague;
    const member = entries.get(roomId)?.view?.members.find((each) => each.userId === userId);
    return calmName(member?.name ?? '', 80) || calmName(userId.slice(1).split(':')[0] ?? userId, 80);
  }

  return { entries, colleagues, connection, open, read, readColleagues, nameOf };
});
