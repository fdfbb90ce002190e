import type { Ref } from 'vue';
import type { TimelineItem } from '../../ipc/index.ts';
import type { ConversationContext } from './conversation-context.ts';
import type { MessageAction } from './message-actions.ts';

type List = { moveFocus(by: 1 | -1): boolean };
type Parts = {
  readonly list: Readonly<Ref<List | null>>;
  readonly context: ConversationContext;
  readonly items: () => readonly TimelineItem[];
  readonly focusField: () => void;
  readonly openMenu: (key: string) => void;
};

/** A letter is known by its place too: a Russian layout says 'к' where the key says R. */
const isKey = (event: KeyboardEvent, letter: string): boolean => event.key.toLowerCase() === letter || (event.code === `Key${letter.toUpperCase()}` && !/^[a-z]$/iu.test(event.key));

/** Keys while a message has the focus: arrows move, letters act. They are handled here and go no further. */
export function useMessageKeys({ list, context, items, focusField, openMenu }: Parts): { onKeydown: (event: KeyboardEvent) => void } {
  function actionOf(event: KeyboardEvent): MessageAction | 'menu' | null {
    const mod = event.ctrlKey || event.metaKey;
    if (mod) return isKey(event, 'c') && (getSelection()?.isCollapsed ?? true) ? 'copy' : null;
    if (event.altKey) return null;
    if (event.key === 'Enter') return 'menu';
    if (event.key === 'Delete' || event.key === 'Backspace') return 'delete';
    if (event.key === '+' || event.key === '=' || isKey(event, 'x')) return 'react';
    if (isKey(event, 'r')) return 'reply';
    if (isKey(event, 'i')) return 'status';
    return null;
  }

  function move(event: KeyboardEvent): boolean {
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') return list.value?.moveFocus(event.key === 'ArrowUp' ? -1 : 1) ?? false;
    if (event.key === 'Escape') {
      focusField();
      return true;
    }
    return false;
  }

  function onKeydown(event: KeyboardEvent): void {
    const target = event.target instanceof HTMLElement ? event.target : null;
    const isList = target?.classList.contains('timeline-list') ?? false;
    const row = target?.classList.contains('message-row') ? target : null;
    if (event.defaultPrevented || (!row && !isList)) return;
    if (move(event) || (row && act(event, row.dataset['key'] ?? ''))) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  function act(event: KeyboardEvent, key: string): boolean {
    const item = items().find((each) => each.key === key);
    const wanted = actionOf(event);
    if (!item || wanted === null) return false;
    if (wanted === 'menu') {
      openMenu(key);
      return true;
    }
    const offered = context.actionsOf(item);
    const action = wanted === 'delete' ? (['delete', 'withdraw', 'cancel'] as const).find((each) => offered.includes(each)) : offered.includes(wanted) ? wanted : undefined;
    if (action === undefined) return false;
    context.act(action, item);
    return true;
  }

  return { onKeydown };
}
