import { defineStore } from 'pinia';
import { ref, shallowRef, triggerRef } from 'vue';
import type { RoomId } from '@holdfast/contract';
import type { Conversation } from '../../ipc/index.ts';
import { codeOf, useBoxApi } from '../host/box-api.ts';

/**
 * All conversations of this person, as the store has them: read once, then only what a push names. Three thousand are plain
 * values in one map; nothing here is deeply reactive.
 */
export const useInboxStore = defineStore('inbox', () => {
  const api = useBoxApi();
  const conversations = shallowRef<Map<RoomId, Conversation>>(new Map());
  const status = ref<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  const failure = ref<string | null>(null);
  const asked = new Set<RoomId>();
  let wholeAsked = false;
  let running: Promise<void> | null = null;

  /** Reads the whole list. What was on screen stays on screen, also when it fails. */
  function load(): Promise<void> {
    if (status.value !== 'ready') status.value = 'loading';
    wholeAsked = true;
    return run();
  }

  /** One request at a time: a hundred pushes while one is under way become one more. */
  function run(): Promise<void> {
    return (running ??= work().finally(() => (running = null)));
  }

  async function work(): Promise<void> {
    while (wholeAsked || asked.size > 0) {
      const isWhole = wholeAsked;
      const roomIds = [...asked];
      wholeAsked = false;
      asked.clear();
      try {
        const answer = await api.listConversations(isWhole ? {} : { roomIds });
        take(answer, isWhole);
        status.value = 'ready';
        failure.value = null;
      } catch (refusal) {
        failure.value = codeOf(refusal);
        if (status.value !== 'ready') status.value = 'failed';
        return;
      }
    }
  }

  function take({ conversations: read, gone }: Awaited<ReturnType<typeof api.listConversations>>, isWhole: boolean): void {
    if (isWhole) {
      conversations.value = new Map(read.map((each) => [each.roomId, each]));
      return;
    }
    for (const each of read) conversations.value.set(each.roomId, each);
    for (const roomId of gone) conversations.value.delete(roomId);
    triggerRef(conversations);
  }

  const find = (roomId: RoomId): Conversation | undefined => conversations.value.get(roomId);

  /** Shows a change before it is kept; takes it back when it was refused. */
  async function change(roomId: RoomId, shown: Partial<Conversation>, keep: () => Promise<unknown>): Promise<boolean> {
    const before = find(roomId);
    if (before) {
      conversations.value.set(roomId, { ...before, ...shown });
      triggerRef(conversations);
    }
    try {
      await keep();
      return true;
    } catch {
      asked.add(roomId);
      void run();
      return false;
    }
  }

  const setDone = (roomId: RoomId, done: boolean, now: number): Promise<boolean> => change(roomId, { doneAt: done ? now : null }, () => api.setDone({ roomId, done }));
  const setMuted = (roomId: RoomId, muted: boolean): Promise<boolean> => change(roomId, { muted }, () => api.setMuted({ roomId, muted }));

  function clear(): void {
    conversations.value = new Map();
    status.value = 'idle';
    asked.clear();
    wholeAsked = false;
  }

  api.subscribe((push) => {
    if (push.push === 'session.changed' && push.session.state !== 'ready') clear();
    if (push.push !== 'conversations.changed' || status.value === 'idle') return;
    if (push.roomIds) for (const roomId of push.roomIds) asked.add(roomId);
    else wholeAsked = true;
    void run();
  });

  return { conversations, status, failure, load, find, setDone, setMuted };
});
