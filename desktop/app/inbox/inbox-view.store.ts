import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { RoomId } from '@holdfast/contract';
import { inboxRows, itemsOf, noFilter, type InboxFilter, type InboxSort } from './inbox-rows.ts';
import { useInboxStore } from './inbox.store.ts';

/** How the list is looked at: filter, order, what is folded, and where the cursor of the keyboard stands. Nobody else's business, and kept nowhere. */
export const useInboxView = defineStore('inbox-view', () => {
  const inbox = useInboxStore();
  const filter = shallowRef<InboxFilter>(noFilter);
  const sort = ref<InboxSort>('newest');
  const unfolded = shallowRef<ReadonlySet<string>>(new Set());
  const cursor = ref<RoomId | null>(null);
  const rows = computed(() => inboxRows(inbox.conversations.values(), filter.value, sort.value, unfolded.value));
  const items = computed(() => itemsOf(rows.value));

  /** What there is to filter by, most used first. */
  const choices = computed(() => {
    const networks = new Map<string, number>();
    const numbers = new Map<string, { label: string; number: string | null; network: string; count: number }>();
    let [waiting, cover, done] = [0, 0, 0];
    for (const { account, waitingSince, right, doneAt } of inbox.conversations.values()) {
      if (doneAt !== null) done += 1;
      else {
        if (waitingSince !== null) waiting += 1;
        if (right === 'cover') cover += 1;
      }
      if (!account) continue;
      networks.set(account.network, (networks.get(account.network) ?? 0) + 1);
      const known = numbers.get(account.accountId);
      numbers.set(account.accountId, { label: account.label, number: account.number, network: account.network, count: (known?.count ?? 0) + 1 });
    }
    return {
      waiting, cover, done,
      networks: [...networks].sort((a, b) => b[1] - a[1]).map(([network]) => network),
      numbers: [...numbers].sort((a, b) => b[1].count - a[1].count).map(([accountId, found]) => ({ accountId, ...found })),
    };
  });
  const isFiltered = computed(() => Object.entries(noFilter).some(([key, value]) => filter.value[key as keyof InboxFilter] !== value));

  const narrow = (change: Partial<InboxFilter>): void => void (filter.value = { ...filter.value, ...change });

  function toggleFold(family: string): void {
    const next = new Set(unfolded.value);
    if (!next.delete(family)) next.add(family);
    unfolded.value = next;
  }

  /** Where the keyboard goes from here; stays at the ends. */
  function step(by: number): RoomId | null {
    const all = items.value;
    const at = all.findIndex(({ conversation }) => conversation.roomId === cursor.value);
    const next = all[at === -1 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))];
    if (next) cursor.value = next.conversation.roomId;
    return cursor.value;
  }

  return {
    filter, sort, unfolded, cursor, rows, items, choices, isFiltered, narrow, toggleFold, step,
    clear: (): void => void (filter.value = noFilter),
    hasSeveralNumbers: computed(() => choices.value.numbers.length > 1),
  };
});
