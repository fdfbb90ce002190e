/**
 * Text that somebody outside wrote. It is never trusted to keep to its place: control signs that turn the direction of
 * what surrounds them are taken out of names, towers of marks are cut, long texts are folded.
 */
const turning = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/gu;
// Line and paragraph separators and other controls, which would break a line or hide in a name.
 
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u2028\u2029\uFEFF]/gu;
const towers = /(\p{M}{6})\p{M}+/gu;

/** The text of a message: as written, but for what has no picture, and with at most six marks on a letter. */
export const calmText = (text: string): string => text.replace(controls, '').replace(towers, '$1');

/**
 * A name of a person, firm or file in one line. Without turning signs 'gpj.exe' stays what it is; without an end it is
 * cut at `most`, because the whole of it is no name.
 */
export function calmName(name: string, most = 200): string {
  const flat = calmText(name.slice(0, most * 4)).replace(turning, '').replace(/\s+/gu, ' ').trim();
  const signs = [...flat];
  return signs.length <= most ? flat : `${signs.slice(0, most).join('')}…`;
}

const FOLD_AT = 3_000;
const FOLD_LINES = 40;

/** The part of a long text that is drawn at first; null when the whole of it is. */
export function foldedPart(text: string): string | null {
  let end = text.length > FOLD_AT ? FOLD_AT : -1;
  let at = -1;
  for (let line = 0; line < FOLD_LINES; line++) {
    at = text.indexOf('\n', at + 1);
    if (at === -1) break;
  }
  if (at !== -1 && (end === -1 || at < end)) end = at;
  if (end === -1) return null;
  const last = text.charCodeAt(end - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end); // never half of a pair
}

/** Splits a file's name so that its ending stays in sight when the middle is cut. */
export function nameParts(name: string): { stem: string; ending: string } {
  const calm = calmName(name, 255);
  const dot = calm.lastIndexOf('.');
  return dot > 0 && calm.length - dot <= 12 ? { stem: calm.slice(0, dot), ending: calm.slice(dot) } : { stem: calm, ending: '' };
}

// \p{RGI_Emoji} would say it exactly and takes half a second to compile.
const emojiOnly = /^(?:(?:\p{Regional_Indicator}{2}|\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F)*(?:\u200D\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F)*)*) ?){1,3}$/u;

/** Only a picture sign or two and nothing else: drawn larger, as people expect. */
export const isOnlyEmoji = (text: string): boolean => text.length <= 40 && emojiOnly.test(text.trim());
