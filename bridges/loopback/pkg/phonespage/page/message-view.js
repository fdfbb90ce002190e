import { react } from './acts.js';
import { contentOf, waitingContent } from './content-view.js';
import { bdi, bringToTheMiddle, h, icon, iconButton } from './dom.js';
import { clock } from './format.js';
import { menuFor } from './message-menu.js';
import { reasonOf } from './news.js';
import { drop, tryAgain } from './outbox.js';
import { kindOrText } from './preview.js';
import { isGroup, nameOf, openPhone, phoneOf, state } from './store.js';
import { t } from './words.js';

/** One message as its phone shows it. */
export function messageRow(message, { follows, ends, author, answered }) {
  const more = iconButton('more', t('what to do'), () => openHere(more), { class: 'row-more', 'aria-haspopup': 'menu' });
  const openHere = (anchor, at) => menuFor(message, anchor, at);
  const bubble = h(
    'div',
    {
      class: `bubble ${bareKind(message) ? 'is-bare' : ''}`,
      oncontextmenu: (event) => {
        if (event.target.closest('a, input, textarea') || String(getSelection())) return;
        event.preventDefault();
        openHere(more, new DOMRect(event.clientX, event.clientY, 0, 0));
      },
    },
    author && h('div', { class: 'author' }, bdi(author)),
    message.reply_to && quote(message.reply_to, answered),
    message.deleted ? h('div', { class: 'text is-faint' }, t(message.own ? 'deleted by you' : 'deleted')) : contentOf(message),
    h('div', { class: 'meta' }, message.earlier && h('span', { title: earlierWords(message) }, t('edited')), h('time', {}, clock(message.sent_at)), message.own && !message.deleted && tick(standing(message))),
  );
  return h(
    'li',
    { class: `row ${message.own ? 'is-own' : 'is-theirs'} ${follows ? '' : 'is-first'} ${ends ? 'is-last' : ''}`, id: `message-${message.id}` },
    h('div', { class: 'row-line' }, bubble, message.deleted ? null : more),
    message.reactions && reactionsOf(message),
  );
}

const bareKind = ({ content }) => content?.kind === 'sticker';

const earlierWords = ({ earlier }) => earlier.map(({ content }) => content.text ?? '').join('\n');

/** How far one's own message has come. */
function standing({ read_by: readBy = [], delivered_to: deliveredTo = [] }) {
  if (readBy.length > 0) return 'read';
  return deliveredTo.length > 0 ? 'delivered' : 'sent';
}

const ticks = { waiting: 'clock', sent: 'check', delivered: 'checks', read: 'checks', refused: 'alert' };
const tick = (how) => h('span', { class: `tick is-${how}`, title: t(`state ${how}`) }, icon(ticks[how], 15), h('span', { class: 'unseen' }, t(`state ${how}`)));

function quote(id, answered) {
  if (!answered) return h('div', { class: 'quote' }, h('span', { class: 'quote-text' }, t('earlier message')));
  return h(
    'button', { type: 'button', class: 'quote', onclick: () => showMessage(id) },
    h('span', { class: 'quote-name' }, bdi(answered.own ? t('you') : nameOf(answered.from))),
    h('span', { class: 'quote-text' }, answered.deleted ? t('deleted') : bdi(kindOrText({ kind: answered.content.kind, text: quotable(answered.content) }))),
  );
}

export const quotable = (content) => content.text || content.poll?.question || content.contact?.name || content.location?.name || content.media?.file_name;

function showMessage(id) {
  const row = document.getElementById(`message-${id}`);
  if (row) bringToTheMiddle(row, 'smooth');
  row?.classList.add('is-found');
  setTimeout(() => row?.classList.remove('is-found'), 1500);
}

function reactionsOf(message) {
  const me = openPhone()?.number;
  const by = Map.groupBy(Object.entries(message.reactions), ([, emoji]) => emoji);
  return h(
    'div', { class: 'reactions' },
    [...by].map(([emoji, people]) => {
      const mine = people.some(([number]) => number === me);
      const names = people.map(([number]) => (number === me ? t('you') : nameOf(number))).join(', ');
      return h(
        'button',
        { type: 'button', class: `reaction ${mine ? 'is-mine' : ''}`, 'aria-pressed': String(mine), title: names, 'aria-label': `${emoji} ${names}`, disabled: phoneOf(me)?.offline, onclick: () => react(message.id, mine ? '' : emoji) },
        emoji, people.length > 1 || isGroup(state.peer) ? h('span', { class: 'reaction-count' }, people.length) : null,
      );
    }),
  );
}

/** What has not left the phone yet, and why. */
export function waitingRow(item) {
  const refused = item.state === 'refused';
  const offline = openPhone()?.offline;
  const why = refused ? `${t('not sent')} ${reasonOf(item.code)}` : offline ? t('waits for network') : null;
  return h(
    'li', { class: `row is-own is-first is-last ${refused ? 'is-refused' : ''}` },
    h('div', { class: 'row-line' }, h('div', { class: 'bubble' }, waitingContent(item.body), h('div', { class: 'meta' }, h('time', {}, clock(item.at)), tick(refused ? 'refused' : 'waiting')))),
    why && h(
      'div', { class: 'row-why' }, h('span', {}, why),
      refused && h('button', { type: 'button', class: 'link-button', onclick: () => tryAgain(state.open, item.id) }, t('try again')),
      refused && h('button', { type: 'button', class: 'link-button', onclick: () => drop(state.open, item.id) }, t('drop')),
    ),
  );
}
