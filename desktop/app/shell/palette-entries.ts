import { computed, ref, shallowRef, toValue, watch, type Ref } from 'vue';
import type { Client } from '@holdfast/contract';
import { useUiText, type IconName } from '@holdfast/ui';
import { useBoxApi } from '../host/box-api.ts';
import { useInboxStore } from '../inbox/inbox.store.ts';
import { useItemWords } from '../inbox/item-words.ts';
import { useActionList } from './actions.ts';
import { matchScore, plain, queryWords } from './match.ts';
import { useNavigation } from './navigation.store.ts';

export type Entry = { readonly id: string; readonly group: string; readonly label: string; readonly hint: string; readonly icon: IconName; readonly keys: string | null; readonly run: () => void };
const mostOfEach = 8;
const askAfter = 150;

/** What the palette offers for what was typed: acts, conversations, and clients of the box that one has no conversation with. */
export function usePaletteEntries(query: Readonly<Ref<string>>) {
  const { t } = useUiText();
  const api = useBoxApi();
  const inbox = useInboxStore();
  const words = useItemWords();
  const navigation = useNavigation();
  const list = useActionList();
  const clients = shallowRef<readonly Client[]>([]);
  const asking = ref(false);

  // Made once while the palette is open: three thousand names need not be made plain at every key.
  const known = computed(() => [...inbox.conversations.values()].map((conversation) => ({ conversation, plain: plain(`${words.name(conversation)} ${conversation.client?.firm ?? ''} ${conversation.account?.label ?? ''} ${conversation.account?.network ?? ''}`) })));
  const typed = computed(() => queryWords(query.value));

  function best<T>(all: readonly T[], score: (one: T) => number, most: number): T[] {
    return all.map((one) => ({ one, score: score(one) })).filter((each) => each.score > 0).sort((a, b) => b.score - a.score).slice(0, most).map(({ one }) => one);
  }

  const actions = computed(() => list.value.filter(({ id }) => id !== 'shell.palette').map((action): Entry => ({
    id: action.id, group: t(`shell.groups.${action.group}`), label: toValue(action.label), hint: '', icon: action.icon ?? 'chevron-right', keys: action.keys === undefined ? null : [action.keys].flat()[0]!,
    run: () => void action.run(),
  })));
  const conversations = computed(() => {
    const found = typed.value.length === 0 ? known.value.toSorted((a, b) => b.conversation.sortAt - a.conversation.sortAt).slice(0, 4) : best(known.value, (each) => matchScore(each.plain, typed.value) + each.conversation.sortAt / 1e15, mostOfEach).filter((each) => matchScore(each.plain, typed.value) > 0);
    return found.map(({ conversation }): Entry => ({
      id: conversation.roomId, group: t('shell.groups.conversations'), label: words.name(conversation), hint: [conversation.client?.firm, conversation.account?.label].filter(Boolean).join(' · '), icon: conversation.direct ? 'message-square' : 'users', keys: null,
      run: () => navigation.openConversation(conversation.roomId),
    }));
  });
  const strangers = computed(() => clients.value.filter(({ roomIds }) => !roomIds.some((roomId) => inbox.find(roomId))).slice(0, 4).map((client): Entry => ({
    id: client.clientId, group: t('shell.groups.people'), label: client.name, hint: client.firm ?? '', icon: 'user-round', keys: null,
    run: () => navigation.openPanel('start', { clientId: client.clientId, text: client.name }),
  })));

  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(query, (text) => {
    clearTimeout(timer);
    if (text.trim().length < 2) return void (clients.value = []);
    asking.value = true;
    timer = setTimeout(async () => {
      const found = await api.findClients({ name: text.trim().slice(0, 120) }).catch(() => []); // offline there is only what is here
      if (query.value === text) {
        clients.value = found;
        asking.value = false;
      }
    }, askAfter);
  });

  const entries = computed(() => {
    if (typed.value.length === 0) return [...conversations.value, ...actions.value];
    return [...conversations.value, ...best(actions.value, (entry) => matchScore(plain(entry.label), typed.value), mostOfEach), ...strangers.value];
  });
  return { entries, asking };
}
