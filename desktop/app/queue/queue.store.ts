import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { QueuedRoom, QueueMessages, RoomId } from '@holdfast/contract';
import type { OwnAccount } from '../../ipc/index.ts';
import { codeOf, useBoxApi } from '../host/box-api.ts';

/**
 * The team's conversations that nobody answers. They live on the box alone: what is read here is on record, and nothing of it is
 * kept on this computer until the conversation is claimed.
 */
export const useQueueStore = defineStore('queue', () => {
  const api = useBoxApi();
  const rooms = shallowRef<readonly QueuedRoom[]>([]);
  const accounts = shallowRef<ReadonlyMap<string, OwnAccount>>(new Map());
  const status = ref<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  const failure = ref<string | null>(null);
  const messages = shallowRef<QueueMessages | null>(null);
  const messagesFailed = ref<string | null>(null);
  const claiming = ref<RoomId | null>(null);
  let isAgain = false;

  async function load(): Promise<void> {
    if (status.value === 'loading') return void (isAgain = true);
    status.value = 'loading';
    try {
      const [queued, own] = await Promise.all([api.listQueue({}), accounts.value.size > 0 ? null : api.listAccounts({}).catch(() => null)]);
      rooms.value = [...queued].sort((a, b) => (a.waitingSince ?? a.unassignedSince) - (b.waitingSince ?? b.unassignedSince));
      if (own) accounts.value = new Map(own.map((each) => [each.accountId, each]));
      failure.value = null;
      status.value = 'ready';
    } catch (refusal) {
      failure.value = codeOf(refusal);
      status.value = 'failed';
    }
    if (isAgain) {
      isAgain = false;
      await load();
    }
  }

  /** The last messages of one of them. On record: called only when somebody opened it. */
  async function read(roomId: RoomId): Promise<void> {
    messages.value = null;
    messagesFailed.value = null;
    try {
      const read = await api.readQueueMessages({ roomId });
      if (messages.value === null) messages.value = read;
    } catch (refusal) {
      messagesFailed.value = codeOf(refusal);
    }
  }

  /** Resolves to null, or to the code of the refusal. The first claim wins; the others learn it here. */
  async function claim(roomId: RoomId): Promise<string | null> {
    claiming.value = roomId;
    try {
      await api.claimRoom({ roomId });
      rooms.value = rooms.value.filter((each) => each.roomId !== roomId);
      return null;
    } catch (refusal) {
      void load();
      return codeOf(refusal);
    } finally {
      claiming.value = null;
    }
  }

  api.subscribe((push) => {
    if (push.push === 'queue.changed' && status.value !== 'idle') void load();
    if (push.push === 'connection.changed' && push.connection.state === 'online' && status.value === 'failed') void load();
    if (push.push === 'session.changed' && push.session.state !== 'ready') {
      rooms.value = [];
      messages.value = null;
      status.value = 'idle';
    }
  });

  return { rooms, accounts, status, failure, messages, messagesFailed, claiming, load, read, claim, find: (roomId: RoomId) => rooms.value.find((each) => each.roomId === roomId) };
});
