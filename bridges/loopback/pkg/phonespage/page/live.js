import { call, phonePath, Refused } from './api.js';
import { pump } from './outbox.js';
import { changed, isGroup, openPhone, phoneOf, state, tellsReading } from './store.js';

const waitSeconds = 25;
const typingLasts = 12_000;
/** Under load nobody plays by hand; then the page does not add a receipt to every message. */
const acknowledgedAtOnce = 200;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Reads the list of phones; calls that come while it is being read share one more reading. */
export const refreshPhones = oneAtATime(async () => {
  const before = openPhone()?.offline;
  const { phones, next } = await call('GET', '/overview');
  state.phones = phones;
  state.next = Math.max(state.next, next);
  for (const phone of phones) if (!phone.offline) pump(phone.number);
  if (before !== undefined && before !== openPhone()?.offline) void refreshPhone();
  changed();
});

/** Reads what the phone in the hand shows. */
export const refreshPhone = oneAtATime(async () => {
  const { open, peer, shown } = state;
  if (open === null) return;
  try {
    const [list, screen] = await Promise.all([
      call('GET', phonePath(open, '/chats')),
      peer === null ? null : call('GET', phonePath(open, `/screen?with=${encodeURIComponent(peer)}&limit=${shown}`)),
    ]);
    if (state.open !== open) return;
    state.chats = list.chats;
    state.failed = false;
    if (state.peer === peer && peer !== null) takeScreen(screen.chats[0] ?? { messages: [], members: [] });
  } catch (failure) {
    if (state.open !== open) return;
    state.failed = true;
    throw failure;
  } finally {
    changed();
  }
  tellRead();
});

function takeScreen(screen) {
  const first = state.screen === null;
  state.screen = screen;
  if (first) state.unreadFrom = screen.messages.find((message) => !message.own && !message.deleted && !message.read_by?.includes(state.open))?.id ?? null;
}

/** Says that the open conversation was read, if somebody can see it and the phone tells such things. */
export function tellRead() {
  const phone = openPhone();
  if (!phone || phone.offline || !state.screen || document.visibilityState !== 'visible' || !tellsReading(phone.number)) return;
  const last = state.screen.messages.findLast((message) => !message.own);
  if (!last || last.read_by?.includes(phone.number)) return;
  void call('POST', phonePath(phone.number, '/receipts'), { to: state.peer, message: last.id, kind: 'read' }).catch(() => undefined);
}

function oneAtATime(work) {
  let running = null;
  let again = false;
  return function run() {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      try {
        do {
          again = false;
          await work();
        } while (again);
      } catch (failure) {
        if (!(failure instanceof Refused)) throw failure;
      } finally {
        running = null;
      }
    })();
    return running;
  };
}

/** Follows the whole network for the list of phones, for as long as the page is open. */
export async function followNetwork() {
  let after = state.next; // its own: what the overview has seen is not yet acknowledged
  for (;;) {
    try {
      const { entries, next } = await call('GET', `/network/log?after=${after}&limit=1000&wait=${waitSeconds}`);
      setConnected(true);
      after = next;
      if (entries.length > 0) {
        await refreshPhones();
        if (entries.length < acknowledgedAtOnce) acknowledge(entries);
        await pause(150);
      }
    } catch (failure) {
      setConnected(false);
      await pause(failure instanceof Refused && failure.code === 'M_UNKNOWN_TOKEN' ? 60_000 : 2000);
      await refreshPhones();
    }
  }
}

function setConnected(connected) {
  if (state.connected === connected) return;
  state.connected = connected;
  changed();
}

/** A phone that is switched on says by itself that a message has arrived. */
function acknowledge(entries) {
  for (const { number, kind, from, chat, message } of entries) {
    if (kind !== 'message' || number === from || phoneOf(number)?.offline !== false) continue;
    sayDelivered(number, peerOf(chat, number), message);
  }
}

const sayDelivered = (number, peer, message) =>
  void call('POST', phonePath(number, '/receipts'), { to: peer, message, kind: 'delivered' }).catch(() => undefined);

function peerOf(chat, me) {
  if (isGroup(chat)) return chat;
  const [, low, high] = chat.split('-');
  return low === me ? high : low;
}

/** What came while a phone was away arrives on it now. */
export async function catchUp(number) {
  const { chats } = await call('GET', phonePath(number, '/screen?limit=300'));
  for (const { peer, messages } of chats) {
    for (const message of messages) {
      if (!message.own && !message.deleted && !message.delivered_to?.includes(number)) sayDelivered(number, peer, message.id);
    }
  }
}

let following = null;

/** Follows one phone's own log; opening another one leaves the first. */
export async function followPhone(number) {
  following?.abort();
  const mine = new AbortController();
  following = mine;
  let after = state.next;
  while (!mine.signal.aborted) {
    try {
      const { entries, next } = await call('GET', phonePath(number, `/log?after=${after}&wait=${waitSeconds}`), undefined, mine.signal);
      after = next;
      for (const entry of entries) takeTyping(entry);
      if (entries.some((entry) => entry.kind !== 'typing')) await refreshPhone();
      else if (entries.length > 0) changed();
    } catch {
      if (!mine.signal.aborted) await pause(2000);
    }
  }
}

function takeTyping(entry) {
  if (entry.own) return;
  if (entry.kind === 'typing' && entry.typing) {
    const until = Date.now() + typingLasts;
    state.typing.set(entry.chat, { from: entry.from, until });
    setTimeout(() => {
      if (state.typing.get(entry.chat)?.until === until) {
        state.typing.delete(entry.chat);
        changed();
      }
    }, typingLasts);
  } else if (entry.kind === 'typing' || entry.kind === 'message') {
    state.typing.delete(entry.chat);
  }
}
