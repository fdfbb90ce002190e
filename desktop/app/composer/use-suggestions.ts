import { computed, ref, shallowRef, type Ref } from 'vue';
import type { Colleague } from '@holdfast/contract';
import type { Draft } from './draft.ts';
import { findEmoji } from './emoji-names.ts';
import { begunAt, matchingColleagues, stillMentioned, type Begun } from './suggestions.ts';

export type Suggestion = { readonly key: string; readonly words: string; readonly sign: string | null; readonly insert: string; readonly colleague: Colleague | null };
type Parts = { readonly area: Readonly<Ref<HTMLTextAreaElement | null>>; readonly draft: Draft; readonly colleagues: () => readonly Colleague[]; readonly write: (text: string) => void };

/** The list above the field while a name is begun: colleagues in a note, emoji anywhere. */
export function useSuggestions({ area, draft, colleagues, write }: Parts) {
  const begun = shallowRef<Begun | null>(null);
  const found = shallowRef<readonly Suggestion[]>([]);
  const active = ref(0);
  const picked: Colleague[] = [];
  let asked = 0;

  function close(): void {
    begun.value = null;
    found.value = [];
  }

  async function look(): Promise<void> {
    const element = area.value;
    const now = element && element.selectionStart === element.selectionEnd ? begunAt(element.value, element.selectionStart) : null;
    const mine = ++asked;
    if (!now || (now.sign === '@' && draft.mode !== 'note')) return close();
    const list: Suggestion[] = now.sign === '@'
      ? matchingColleagues(colleagues(), now.query).map((colleague) => ({ key: colleague.userId, words: colleague.name, sign: null, insert: `@${colleague.name} `, colleague }))
      : (await findEmoji(now.query)).map(({ emoji, name }) => ({ key: emoji, words: name, sign: emoji, insert: `${emoji} `, colleague: null }));
    if (mine !== asked) return;
    begun.value = now;
    found.value = list;
    active.value = 0;
  }

  function choose(index: number): void {
    const entry = found.value[index];
    const element = area.value;
    if (!entry || !element || !begun.value) return;
    const end = element.selectionStart;
    const text = element.value;
    const next = text.slice(0, begun.value.from) + entry.insert + text.slice(end);
    const cursor = begun.value.from + entry.insert.length;
    if (entry.colleague) picked.push(entry.colleague);
    write(next);
    element.value = next;
    element.focus();
    element.setSelectionRange(cursor, cursor);
    close();
  }

  /** True when the key was for the list. */
  function onKeydown(event: KeyboardEvent): boolean {
    if (found.value.length === 0 || event.isComposing) return false;
    const count = found.value.length;
    if (event.key === 'ArrowDown') active.value = (active.value + 1) % count;
    else if (event.key === 'ArrowUp') active.value = (active.value + count - 1) % count;
    else if (event.key === 'Enter' || event.key === 'Tab') choose(active.value);
    else if (event.key === 'Escape') close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  function settleMentions(): void {
    draft.mentioned = stillMentioned(draft.note, [...picked, ...colleagues().filter((each) => each.state === 'active')]);
    picked.length = 0;
  }

  return { list: computed(() => found.value), kind: computed(() => begun.value?.sign ?? ':'), active, look, choose, close, onKeydown, settleMentions };
}
