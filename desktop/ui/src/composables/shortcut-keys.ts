/** One press: the key as `KeyboardEvent.key` names it, in lower case, with the modifiers it needs. `mod` is Ctrl, on a Mac ⌘. */
export type KeyPress = { readonly key: string; readonly mod: boolean; readonly shift: boolean; readonly alt: boolean };

export const isMac = (): boolean => typeof navigator !== 'undefined' && /mac/i.test(navigator.platform);

/** 'mod+shift+k' is one press, 'g i' two after each other. */
export function parseKeys(keys: string): KeyPress[] {
  return keys.split(' ').map((press) => {
    const parts = press.toLowerCase().split('+');
    const key = parts.pop() || '+';
    return { key, mod: parts.includes('mod'), shift: parts.includes('shift'), alt: parts.includes('alt') };
  });
}

/**
 * Whether the event is this press. Letters are also known by their place on the keyboard, because a Russian or Ukrainian
 * layout sends 'о' where the key says J. A printed sign such as '?' carries its Shift in itself.
 */
export function matchesPress(event: KeyboardEvent, press: KeyPress): boolean {
  if (press.mod !== (isMac() ? event.metaKey : event.ctrlKey) || press.alt !== event.altKey) return false;
  if (isMac() ? event.ctrlKey : event.metaKey) return false;
  const isLetter = /^[a-z]$/.test(press.key);
  if ((isLetter || press.key.length > 1) && press.shift !== event.shiftKey) return false;
  if (event.key.toLowerCase() === press.key) return true;
  return isLetter && !/^[a-z]$/i.test(event.key) && event.code === `Key${press.key.toUpperCase()}`;
}

const names: Record<string, string> = {
  escape: 'Esc', arrowup: '↑', arrowdown: '↓', arrowleft: '←', arrowright: '→', enter: '↵', home: 'Home', end: 'End',
  pageup: 'PgUp', pagedown: 'PgDn', backspace: '⌫', delete: 'Del', tab: 'Tab', space: 'Space',
};

/** The caps to draw: an array of presses, each an array of caps. */
export function keyCaps(keys: string): string[][] {
  const mac = isMac();
  return parseKeys(keys).map(({ key, mod, shift, alt }) => [
    ...(mod ? [mac ? '⌘' : 'Ctrl'] : []),
    ...(alt ? [mac ? '⌥' : 'Alt'] : []),
    ...(shift ? [mac ? '⇧' : 'Shift'] : []),
    names[key] ?? (key.length === 1 ? key.toUpperCase() : key),
  ]);
}

/** True where a letter is a letter: a field of text, or anything that calls itself one. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit', 'reset', 'range', 'color', 'file'].includes(target.type);
  return ['textbox', 'searchbox', 'combobox'].includes(target.getAttribute('role') ?? '');
}
