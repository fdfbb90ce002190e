import { nextTick, type Ref } from 'vue';
import type { EventId } from '@holdfast/contract';
import type { TimelineWindow } from './timeline-window.ts';

type List = {
  scrollToKey(key: string, options?: { block?: 'center' | 'start'; flash?: boolean }): Promise<boolean>;
  scrollToEnd(): Promise<void>;
};

/** Ways to another place of the conversation. Each says whether it arrived. */
export function useJumps(window: TimelineWindow, list: Readonly<Ref<List | null>>) {
  /** A message, in the middle and lit for a moment; false when it is not here any more. */
  async function toEvent(eventId: EventId): Promise<boolean> {
    const held = window.find(eventId);
    const key = held?.key ?? (await window.openAt({ at: 'event', eventId }));
    if (key === null || window.find(eventId) === undefined) return false;
    await nextTick();
    return (await list.value?.scrollToKey(key, { flash: true })) ?? false;
  }

  /** The first message of a day, or the first after it. */
  async function toDate(time: number): Promise<boolean> {
    const key = await window.openAt({ at: 'date', time });
    if (key === null) return false;
    await nextTick();
    return (await list.value?.scrollToKey(key, { block: 'start', flash: true })) ?? false;
  }

  async function toUnread(): Promise<boolean> {
    const key = await window.openAt({ at: 'unread' });
    await nextTick();
    if ((await list.value?.scrollToKey('unread', { block: 'start' })) === true) return true;
    return key !== null && ((await list.value?.scrollToKey(key, { block: 'start', flash: true })) ?? false);
  }

  async function toEnd(): Promise<void> {
    if (window.newer.value !== 'end') await window.openAt({ at: 'end' });
    await nextTick();
    await list.value?.scrollToEnd();
    window.arrived.value = 0;
  }

  return { toEvent, toDate, toUnread, toEnd };
}
