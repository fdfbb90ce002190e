import { call, phonePath } from './api.js';
import { refreshPhone } from './live.js';
import { changed, phoneOf, state } from './store.js';

const outboxName = 'holdfast.phones.waiting';
/** What waits longer than this says when it was written. */
const lateAfterMs = 1500;
let count = 0;

/**
 * What somebody wrote stays on the phone until the network has taken it: in order, once, also while the phone is away and
 * over a reload of the page. What was refused waits for a person to try again or to drop it.
 */
export function post(to, body, path = '/messages') {
  const number = state.open;
  count += 1;
  const item = { id: `w-${Date.now()}-${count}`, to, path, body: { to, ...body }, at: Date.now(), state: 'waiting' };
  state.waiting.set(number, [...(state.waiting.get(number) ?? []), item]);
  keep();
  changed();
  pump(number);
  return item;
}

const busy = new Set();

/** Sends what waits on a phone, unless it is away. */
export async function pump(number) {
  if (busy.has(number)) return;
  busy.add(number);
  try {
    for (;;) {
      const item = state.waiting.get(number)?.find((each) => each.state === 'waiting');
      if (!item || phoneOf(number)?.offline !== false) return;
      await send(number, item);
      if (item.state === 'waiting') return;
    }
  } finally {
    busy.delete(number);
  }
}

async function send(number, item) {
  item.state = 'sending';
  keep();
  const late = item.path === '/messages' && Date.now() - item.at > lateAfterMs ? { sent_at: item.at } : {};
  try {
    await call('POST', phonePath(number, item.path), { ...item.body, ...late });
  } catch (failure) {
    return notSent(item, failure);
  }
  item.state = 'sent';
  keep();
  if (number === state.open) await refreshPhone();
  drop(number, item.id);
}

function notSent(item, { code = 'unreachable', message }) {
  // Also when nobody answered: sent twice would be two messages.
  if (code === 'LOOPBACK_PHONE_OFFLINE') item.state = 'waiting';
  else Object.assign(item, { state: 'refused', code, reason: message });
  keep();
  changed();
}

export function drop(number, id) {
  state.waiting.set(number, (state.waiting.get(number) ?? []).filter((item) => item.id !== id));
  keep();
  changed();
}

export function tryAgain(number, id) {
  const item = state.waiting.get(number)?.find((each) => each.id === id);
  if (!item) return;
  item.state = 'waiting';
  changed();
  void pump(number);
}

function keep() {
  try {
    sessionStorage.setItem(outboxName, JSON.stringify([...state.waiting].map(([number, items]) => [number, items.filter((item) => item.state !== 'sent')])));
  } catch {
    sessionStorage.removeItem(outboxName); // too large for the browser's store: then a reload loses it, and only then
  }
}

export function restoreWaiting() {
  try {
    state.waiting = new Map(JSON.parse(sessionStorage.getItem(outboxName) ?? '[]'));
    // What was on its way when the page went may have arrived; only its writer can tell.
    for (const item of [...state.waiting.values()].flat()) if (item.state === 'sending') Object.assign(item, { state: 'refused', code: 'unreachable' });
  } catch {
    state.waiting = new Map();
  }
}
