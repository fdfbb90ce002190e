import { call, phonePath } from './api.js';
import { catchUp, followPhone, refreshPhone, refreshPhones } from './live.js';
import { attempt } from './news.js';
import { pump } from './outbox.js';
import { changed, chatLine, openPhone, state } from './store.js';

const placeName = 'holdfast.phones.place';
const page = 60;
/** While somebody types on a lively phone it does not answer by itself. */
const quietForMs = 2 * 60_000;
const quietAgainAfterMs = 30_000;

function rememberPlace() {
  sessionStorage.setItem(placeName, JSON.stringify({ open: state.open, peer: state.peer }));
}

/** Which phone and conversation a reload comes back to. */
export function rememberedPlace() {
  try {
    return JSON.parse(sessionStorage.getItem(placeName) ?? 'null');
  } catch {
    return null;
  }
}

const nothingOpen = { peer: null, screen: null, unreadFrom: null, answering: null, editing: null, shown: page };

/** Takes a phone into the hand. With only one conversation on it, that one is open at once, unless it is only shown. */
export async function pickUp(number, peer = null, { shown = false } = {}) {
  if (state.open === number && peer === null) return openOnlyTalk(number);
  stopTyping();
  Object.assign(state, nothingOpen, { open: number, peer, chats: null, persona: null, login: null, faults: [], failed: false });
  rememberPlace();
  changed();
  void followPhone(number);
  await Promise.all([refreshPhone(), readSetup()]);
  if (!shown) await openOnlyTalk(number);
}

async function openOnlyTalk(number) {
  if (state.chats === null) await refreshPhone();
  if (state.open === number && state.peer === null && state.chats?.length === 1) await openTalk(state.chats[0].peer);
}

export function putDown() {
  stopTyping();
  Object.assign(state, nothingOpen, { open: null, chats: null, persona: null, login: null });
  rememberPlace();
  changed();
}

export async function openTalk(peer) {
  if (state.peer === peer) return;
  stopTyping();
  Object.assign(state, nothingOpen, { peer });
  rememberPlace();
  changed();
  await refreshPhone();
}

export function closeTalk() {
  stopTyping();
  Object.assign(state, nothingOpen);
  rememberPlace();
  changed();
}

export async function showOlder() {
  state.shown += page;
  await refreshPhone();
}

/** What the drawer shows of the phone in the hand and the log does not tell. */
export async function readSetup() {
  const number = state.open;
  if (number === null) return;
  const isCompany = Boolean(openPhone()?.login);
  const [persona, faults] = await Promise.all([
    call('GET', phonePath(number, '/persona')).catch(() => null),
    isCompany ? call('GET', '/faults').catch(() => null) : null,
  ]);
  if (state.open !== number) return;
  Object.assign(state, { persona, faults: (faults?.faults ?? []).filter(({ login }) => !login || login === number) });
  changed();
}

async function onPhone(method, rest, body) {
  const done = await attempt(() => call(method, phonePath(state.open, rest), body));
  await refreshPhone();
  return done;
}

export const react = (message, emoji) => onPhone('POST', '/reactions', { message, emoji });
export const rewrite = (message, text) => onPhone('PATCH', `/messages/${message}`, { text });
export const remove = (message) => onPhone('DELETE', `/messages/${message}`);
export const vote = (poll, options) => onPhone('POST', '/votes', { poll, options });

export async function setOffline(offline) {
  const number = state.open;
  if (!(await attempt(() => call('POST', phonePath(number, '/offline'), { offline })))) return;
  await refreshPhones();
  await refreshPhone();
  if (offline) return;
  void pump(number);
  await catchUp(number);
}

let typingSince = 0;
let typingStops;

/** Others see that somebody types; it is said again from time to time, and taken back after a while of silence. */
export function typed() {
  const phone = openPhone();
  if (!phone || phone.offline || !chatLine(state.peer)) return;
  clearTimeout(typingStops);
  typingStops = setTimeout(stopTyping, 5000);
  if (Date.now() - typingSince < 4000) return;
  typingSince = Date.now();
  sayTyping(phone.number, state.peer, true);
}

export function stopTyping() {
  clearTimeout(typingStops);
  if (typingSince === 0) return;
  typingSince = 0;
  sayTyping(state.open, state.peer, false);
}

const sayTyping = (number, to, typing) => void call('POST', phonePath(number, '/typing'), { to, typing }).catch(() => undefined);

let quietSince = 0;

/** A person is using the phone now. */
export async function keepQuiet() {
  const phone = openPhone();
  if (!phone?.lively || Date.now() - quietSince < quietAgainAfterMs) return;
  quietSince = Date.now();
  await call('POST', phonePath(phone.number, '/persona/pause'), { for_ms: quietForMs }).catch(() => undefined);
  await Promise.all([refreshPhones(), readSetup()]);
}

export async function answerAgain() {
  quietSince = 0;
  if (await attempt(() => call('POST', phonePath(state.open, '/persona/pause'), { for_ms: 0 }))) await Promise.all([refreshPhones(), readSetup()]);
}

/** Lets a phone answer by itself or no longer. One that never did gets the lines it is given. */
export async function setLively(on, language, ownLines) {
  const number = state.open;
  const known = state.persona;
  const fallback = { language, lines: ownLines, reply_after_ms: 6000 };
  const persona = known && known.lines.length > 0 ? { language: known.language, lines: known.lines, reply_after_ms: known.reply_after_ms, writes_every_ms: known.writes_every_ms } : fallback;
  const done = await attempt(() => (on ? call('PUT', phonePath(number, '/persona'), persona) : call('DELETE', phonePath(number, '/persona'))));
  await Promise.all([refreshPhones(), readSetup()]);
  return done;
}

export async function setLoginState(login) {
  const number = state.open;
  await attempt(() => call('POST', `/logins/${encodeURIComponent(number)}/state`, { state: login }));
  await refreshPhones();
}

export async function addFault(fault) {
  await attempt(() => call('POST', '/faults', { login: state.open, times: 1, ...fault }));
  await readSetup();
}

export async function removeFault(id) {
  await attempt(() => call('DELETE', `/faults/${id}`));
  await readSetup();
}
