import { Refused } from './api.js';
import { h } from './dom.js';
import { has, t } from './words.js';

const shownForMs = 6000;
const box = h('div', { class: 'toasts', role: 'status' });
const heard = h('div', { class: 'unseen', 'aria-live': 'polite' });
export const newsPlaces = [box, heard];

/** Says something for a while at the edge of the page. */
export function tell(text) {
  const toast = h('p', { class: 'toast' }, text);
  box.replaceChildren(toast);
  setTimeout(() => toast.remove(), shownForMs);
}

/** Says something to those who listen to the page instead of looking at it. */
export const whisper = (text) => heard.replaceChildren(text);

export function reasonOf(code) {
  return t(has(`refused ${code}`) ? `refused ${code}` : 'refused');
}

/** Does what somebody asked for; when the network refuses, they are told why. False then. */
export async function attempt(act) {
  try {
    await act();
    return true;
  } catch (failure) {
    if (!(failure instanceof Refused)) throw failure;
    tell(reasonOf(failure.code));
    return false;
  }
}
