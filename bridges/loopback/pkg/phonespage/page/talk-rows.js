import { h } from './dom.js';
import { day, isSameDay } from './format.js';
import { messageRow, waitingRow } from './message-view.js';
import { typingHere } from './preview.js';
import { isGroup, nameOf } from './store.js';
import { t } from './words.js';

const together = 5 * 60_000;

/**
 * What stands in the conversation, one row a thing: days, the line of the unread, messages, what waits to be sent, who is
 * typing. A row with the same sign looks the same.
 */
export function rowsOf(state) {
  const messages = state.screen?.messages ?? [];
  const byId = new Map(messages.map((message) => [message.id, message]));
  const rows = [];
  let before = null;
  for (const [at, message] of messages.entries()) {
    if (!before || !isSameDay(before.sent_at, message.sent_at)) rows.push(dayRow(message));
    if (message.id === state.unreadFrom) rows.push(unreadRow());
    const next = messages[at + 1];
    rows.push(rowOf(state, message, { follows: goesOn(before, message), ends: !goesOn(message, next), answered: byId.get(message.reply_to) }));
    before = message;
  }
  const waiting = (state.waiting.get(state.open) ?? []).filter(({ to, state: standing }) => to === state.peer && standing !== 'sent');
  for (const item of waiting) {
    rows.push({ key: item.id, own: true, sign: JSON.stringify([item.state, item.code, state.phones.find(({ number }) => number === state.open)?.offline]), make: () => waitingRow(item) });
  }
  const typing = typingHere(state.screen?.id);
  if (typing) rows.push(typingRow(typing));
  return rows;
}

/** Whether two messages read as one breath. */
const goesOn = (one, other) => Boolean(one && other && one.from === other.from && isSameDay(one.sent_at, other.sent_at) && other.sent_at - one.sent_at < together);

function rowOf(state, message, { follows, ends, answered }) {
  const author = isGroup(state.peer) && !message.own && !follows ? nameOf(message.from) : null;
  return {
    key: message.id,
    own: message.own,
    sign: JSON.stringify([message, follows, ends, author, answered?.content, answered?.deleted, state.peer]),
    make: () => messageRow(message, { follows, ends, author, answered }),
  };
}

const dayRow = ({ id, sent_at: at }) => {
  const words = day(at);
  return { key: `day before ${id}`, sign: words, make: () => h('li', { class: 'day-line' }, h('span', {}, words)) };
};

const unreadRow = () => ({ key: 'unread', sign: '', make: () => h('li', { class: 'unread-line' }, h('span', {}, t('unread line'))) });

const typingRow = ({ from }) => ({
  key: 'typing',
  sign: from,
  make: () => h(
    'li', { class: 'row is-theirs is-first is-last' },
    h('div', { class: 'bubble typing-bubble', role: 'img', 'aria-label': t('somebody typing', { name: nameOf(from) }) }, [0, 1, 2].map(() => h('span', { class: 'typing-dot' }))),
  ),
});
