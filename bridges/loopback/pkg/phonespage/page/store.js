import { readable } from './format.js';

/** What the page knows. Views read it and draw; whoever changes it says so with `changed`. */
export const state = {
  phones: [], // of the overview
  next: 0, // how far into the network's log the overview reaches
  open: null, // the number of the phone in the hand
  peer: null, // the conversation that is open on it, or its chat list
  chats: null, // null while they are being read
  screen: null, // the open conversation: {members, messages, …}
  shown: 60, // messages asked for
  unreadFrom: null, // first message that was unread when the conversation was opened
  typing: new Map(), // chat → {from, until}
  answering: null, // the message being answered
  editing: null, // the message being edited
  waiting: new Map(), // number → messages that have not left the phone
  drafts: new Map(),
  persona: null,
  login: null,
  faults: [],
  search: '',
  panel: false,
  connected: true,
  failed: false, // the open phone could not be read
};

const listeners = new Set();
let queued = false;

export function onChange(draw) {
  listeners.add(draw);
}
export const forgetListeners = () => listeners.clear();

/** Draws once for however many changes of one turn. */
export function changed() {
  if (queued) return;
  queued = true;
  queueMicrotask(() => {
    queued = false;
    for (const draw of [...listeners]) draw();
  });
}

export const phoneOf = (number) => state.phones.find((phone) => phone.number === number);
export const openPhone = () => phoneOf(state.open);
export const isCompany = (phone) => Boolean(phone?.login);
export const isGroup = (peer) => peer?.startsWith('g-') ?? false;
export const shownNumber = readable;
export const nameOf = (number) => phoneOf(number)?.name ?? shownNumber(number);
export const chatLine = (peer) => state.chats?.find((line) => line.peer === peer);
export const titleOf = (peer) => chatLine(peer)?.title || (isGroup(peer) ? peer : nameOf(peer));
export const draftKey = () => `${state.open} ${state.peer}`;

const settingsName = 'holdfast.phones.quiet';

/** Phones on which reading is not told to others. */
function quietPhones() {
  try {
    return new Set(JSON.parse(localStorage.getItem(settingsName) ?? '[]'));
  } catch {
    return new Set();
  }
}
export const tellsReading = (number) => !quietPhones().has(number);
export function setTellsReading(number, tells) {
  const quiet = quietPhones();
  if (tells) quiet.delete(number);
  else quiet.add(number);
  localStorage.setItem(settingsName, JSON.stringify([...quiet]));
}
