import { computed, type ShallowRef } from 'vue';
import type { RoomId } from '@holdfast/contract';
import { useAnnouncer, useToasts, useUiText } from '@holdfast/ui';
import { useActions } from '../shell/actions.ts';
import { useNavigation } from '../shell/navigation.store.ts';
import { neighbour } from './inbox-rows.ts';
import { useInboxStore } from './inbox.store.ts';
import { useInboxView } from './inbox-view.store.ts';
import { useItemWords } from './item-words.ts';

type List = { goTo: (roomId: RoomId | null) => Promise<void> };

/** What keyboard and palette can do with the list. Acts are meant for the conversation under the cursor while the list has the focus, else for the open one. */
export function useInboxActions(list: Readonly<ShallowRef<List | null>>): void {
  const { t } = useUiText();
  const { show } = useToasts();
  const { say } = useAnnouncer();
  const inbox = useInboxStore();
  const view = useInboxView();
  const navigation = useNavigation();
  const words = useItemWords();

  const isInList = (): boolean => document.activeElement?.closest('.inbox-list') != null;
  const target = (): RoomId | null => (isInList() || navigation.roomId === null ? view.cursor : navigation.roomId);
  const conversation = computed(() => {
    const roomId = navigation.roomId ?? view.cursor;
    return roomId === null ? undefined : inbox.find(roomId);
  });
  const go = (by: number): void => void list.value?.goTo(view.step(by));

  async function setDone(done: boolean): Promise<void> {
    const roomId = target();
    const found = roomId === null ? undefined : inbox.find(roomId);
    if (roomId === null || !found) return;
    const wasInList = isInList();
    const next = neighbour(view.rows, roomId);
    const kept = inbox.setDone(roomId, done, Date.now());
    if (navigation.roomId === roomId && done) navigation.closeConversation(roomId);
    if (next !== null) {
      view.cursor = next;
      if (wasInList) void list.value?.goTo(next);
    }
    if (!(await kept)) show({ text: t('inbox.notKept'), tone: 'failed' });
    else if (done) {
      say(t('inbox.doneSaid', { name: words.name(found) }));
      show({ text: t('inbox.doneSaid', { name: words.name(found) }), tone: 'done', action: { label: t('inbox.undo'), run: () => void inbox.setDone(roomId, false, Date.now()) } });
    }
  }

  async function toggleMuted(): Promise<void> {
    const roomId = target();
    const found = roomId === null ? undefined : inbox.find(roomId);
    if (found && !(await inbox.setMuted(found.roomId, !found.muted))) show({ text: t('inbox.notKept'), tone: 'failed' });
  }

  const exists = (): boolean => conversation.value !== undefined;
  useActions([
    { id: 'inbox.next', group: 'list', label: () => t('inbox.actions.next'), keys: 'j', isHidden: true, run: () => go(1) },
    { id: 'inbox.previous', group: 'list', label: () => t('inbox.actions.previous'), keys: 'k', isHidden: true, run: () => go(-1) },
    { id: 'inbox.done', group: 'conversation', label: () => t('inbox.actions.done'), icon: 'check', keys: 'e', when: () => exists() && conversation.value?.doneAt === null, run: () => void setDone(true) },
    { id: 'inbox.undone', group: 'conversation', label: () => t('inbox.actions.undone'), icon: 'undo-2', keys: 'shift+e', when: () => exists() && conversation.value?.doneAt !== null, run: () => void setDone(false) },
    { id: 'inbox.mute', group: 'conversation', label: () => t(conversation.value?.muted ? 'inbox.actions.unmute' : 'inbox.actions.mute'), icon: 'bell-off', keys: 'm', when: exists, run: () => void toggleMuted() },
    { id: 'inbox.sort', group: 'list', label: () => t(view.sort === 'waiting' ? 'inbox.actions.sortNewest' : 'inbox.actions.sortWaiting'), icon: 'arrow-up-down', keys: 's', run: () => void (view.sort = view.sort === 'waiting' ? 'newest' : 'waiting') },
    { id: 'inbox.waiting', group: 'list', label: () => t('inbox.actions.showWaiting'), icon: 'clock', run: () => view.narrow({ waiting: !view.filter.waiting }) },
    { id: 'inbox.clear', group: 'list', label: () => t('inbox.filters.clear'), icon: 'list-filter', when: () => view.isFiltered, run: () => view.clear() },
  ]);
}
