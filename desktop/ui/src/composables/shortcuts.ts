import { inject, onScopeDispose, provide, shallowReadonly, shallowRef, toValue, watch } from 'vue';
import type { InjectionKey, MaybeRefOrGetter, ShallowRef } from 'vue';
import { isTyping, matchesPress, parseKeys } from './shortcut-keys.ts';
import type { KeyPress } from './shortcut-keys.ts';

export type Shortcut = {
  /** 'j', 'mod+k', '?', 'g i'. Several when there are several ways. */
  readonly keys: string | readonly string[];
  /** Group on the help page. */
  readonly scope: string;
  readonly label: MaybeRefOrGetter<string>;
  /** Return false to say 'not mine': the next one, then the browser, may have it. */
  readonly run: (event: KeyboardEvent) => void | false;
  readonly when?: MaybeRefOrGetter<boolean>;
  /** Only for presses that cannot be part of a word, such as 'mod+enter' and 'escape'. */
  readonly whileTyping?: boolean;
  /** Works but is not listed: a second way to something that is. */
  readonly isHidden?: boolean;
};
type Entry = Shortcut & { readonly presses: readonly (readonly KeyPress[])[]; readonly layer: symbol };

const root = Symbol('page');
const layerKey: InjectionKey<symbol> = Symbol('shortcut layer');
const layers: symbol[] = [root];
const entries = shallowRef<readonly Entry[]>([]);
const CHORD_MS = 900;
let started: { readonly events: KeyboardEvent[]; readonly until: number } | null = null;

function candidates(event: KeyboardEvent): Entry[] {
  const top = layers.at(-1);
  const typing = isTyping(event.target);
  return entries.value.filter((entry) => entry.layer === top && (!typing || entry.whileTyping === true) && toValue(entry.when ?? true)).reverse();
}

function onKeydown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
  const before = started !== null && started.until > event.timeStamp ? started.events : [];
  started = null;
  const pressed = [...before, event];
  const begins = (presses: readonly KeyPress[]): boolean =>
    presses.length >= pressed.length && pressed.every((each, index) => matchesPress(each, presses[index]!));
  const open = candidates(event);
  for (const entry of open) {
    if (!entry.presses.some((presses) => presses.length === pressed.length && begins(presses))) continue;
    if (event.repeat && pressed.length > 1) continue;
    if (entry.run(event) === false) continue;
    event.preventDefault();
    return;
  }
  if (open.some((entry) => entry.presses.some((presses) => presses.length > pressed.length && begins(presses)))) {
    started = { events: pressed, until: event.timeStamp + CHORD_MS };
    event.preventDefault();
  }
}

/**
 * Registers keys while the calling component lives; the newest registration of a key is asked first. Single letters never
 * fire while somebody types. What stands under an open dialog is deaf until the dialog closes.
 */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const layer = inject(layerKey, root);
  const mine = shortcuts.map((shortcut): Entry => ({ ...shortcut, layer, presses: [shortcut.keys].flat().map(parseKeys) }));
  if (entries.value.length === 0) window.addEventListener('keydown', onKeydown);
  entries.value = [...entries.value, ...mine];
  onScopeDispose(() => {
    entries.value = entries.value.filter((entry) => !mine.includes(entry));
    if (entries.value.length === 0) window.removeEventListener('keydown', onKeydown);
  });
}

/** Everything that can be pressed now, in the order it was registered: the help page draws itself from this. */
export function useShortcutList(): Readonly<ShallowRef<readonly Shortcut[]>> {
  return shallowReadonly(entries);
}

/** For dialogs: while `isOpen`, only shortcuts registered inside the caller's subtree fire. */
export function useShortcutLayer(isOpen: MaybeRefOrGetter<boolean>): void {
  const layer = Symbol('layer');
  provide(layerKey, layer);
  const leave = (): void => {
    const at = layers.indexOf(layer);
    if (at !== -1) layers.splice(at, 1);
  };
  watch(
    () => toValue(isOpen),
    (open) => {
      leave();
      if (open) layers.push(layer);
    },
    { immediate: true, flush: 'sync' },
  );
  onScopeDispose(leave);
}
