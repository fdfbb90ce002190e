import { computed, onScopeDispose, shallowRef, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue';
import { useShortcuts, type IconName } from '@holdfast/ui';

export const actionGroups = ['conversation', 'list', 'go', 'app'] as const;
/**
 * Something a person can do by name in the palette and, when it has keys, by pressing them. The label is a verb in the
 * reader's language; `when` false hides it from both. `whileTyping` is for presses that cannot be part of a word.
 */
export type Action = {
  readonly id: string;
  readonly group: (typeof actionGroups)[number];
  readonly label: MaybeRefOrGetter<string>;
  readonly icon?: IconName;
  /** 'e', 'mod+k', 'g i'; the first of several is shown. */
  readonly keys?: string | readonly string[];
  readonly when?: MaybeRefOrGetter<boolean>;
  readonly whileTyping?: boolean;
  /** Keys only: not worth a line in the palette (moving in a list). */
  readonly isHidden?: boolean;
  /** Return false to say 'not mine now': the next one with the same keys is asked. */
  readonly run: () => void | false;
};

const registered = shallowRef<readonly Action[]>([]);

/** Offers actions while the calling component lives, in the palette and by their keys. A later one of the same id replaces. */
export function useActions(actions: readonly Action[]): void {
  registered.value = [...registered.value, ...actions];
  useShortcuts(
    actions.filter(({ keys }) => keys !== undefined).map((action) => ({
      keys: action.keys!,
      scope: action.group,
      label: action.label,
      run: () => action.run(),
      ...(action.when === undefined ? {} : { when: action.when }),
      ...(action.whileTyping === undefined ? {} : { whileTyping: action.whileTyping }),
    })),
  );
  onScopeDispose(() => {
    registered.value = registered.value.filter((each) => !actions.includes(each));
  });
}

export const useAction = (action: Action): void => useActions([action]);

/** What can be done now, by group, for the palette. */
export function useActionList(): ComputedRef<readonly Action[]> {
  return computed(() => {
    const byId = new Map(registered.value.map((action) => [action.id, action]));
    const rank = (action: Action): number => actionGroups.indexOf(action.group);
    return [...byId.values()].filter((action) => !action.isHidden && toValue(action.when ?? true)).sort((a, b) => rank(a) - rank(b));
  });
}
