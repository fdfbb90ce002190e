import { openTalk } from './acts.js';
import { badge, step } from './list-view.js';
import { h, bdi, iconButton, keyed } from './dom.js';
import { face } from './face.js';
import { when } from './format.js';
import { refreshPhone } from './live.js';
import { askWhomToWrite } from './new-chat.js';
import { preview, typingHere } from './preview.js';
import { isCompany, isGroup, phoneOf, shownNumber, state, titleOf } from './store.js';
import { count, t } from './words.js';

/** The chat list of the phone in the hand. */
export function chatsView() {
  const list = h('ul', { class: 'chat-list', role: 'list', onkeydown: (event) => step(list, event) });
  const note = h('div', { class: 'screen-note' });
  const element = h(
    'div', { class: 'chats' },
    h('header', { class: 'app-bar' }, h('h3', { class: 'app-title' }, t('chats')), iconButton('compose', t('new chat'), askWhomToWrite)),
    h('div', { class: 'scroller', tabIndex: -1 }, note, list),
  );
  return { element, draw: () => draw(list, note), opened: () => undefined };
}

function draw(list, note) {
  const chats = (state.chats ?? []).toSorted((a, b) => b.last_at - a.last_at);
  drawNote(note, chats);
  keyed(list, chats, { key: ({ chat }) => chat, sign, make });
}

function drawNote(note, chats) {
  const shows = state.failed ? 'failed' : state.chats === null ? 'reading' : chats.length === 0 ? 'empty' : '';
  if (note.dataset.shows === shows) return;
  note.dataset.shows = shows;
  note.hidden = shows === '';
  if (shows === 'failed') note.replaceChildren(h('p', {}, t('not read')), h('button', { type: 'button', class: 'button', onclick: refreshPhone }, t('try again')));
  else if (shows === 'empty') note.replaceChildren(h('p', {}, t('no chats')), h('button', { type: 'button', class: 'button is-main', onclick: askWhomToWrite }, t('write to company')));
  else note.replaceChildren();
}

const sign = (line) => JSON.stringify([line, titleOf(line.peer), when(line.last_at), Boolean(typingHere(line.chat))]);

function make(line) {
  const title = titleOf(line.peer);
  const inGroup = isGroup(line.peer);
  return h(
    'li', { class: `chat-line ${line.unread > 0 ? 'is-unread' : ''}` },
    h(
      'button', { type: 'button', class: 'chat-button', onclick: () => openTalk(line.peer) },
      face(line.peer, title, 'is-large'),
      h(
        'span', { class: 'phone-words' },
        h('span', { class: 'phone-first' }, h('span', { class: 'phone-name' }, bdi(title)), h('time', { class: 'when' }, when(line.last_at))),
        h('span', { class: 'phone-second' }, typingHere(line.chat) ? h('span', { class: 'preview is-typing' }, t('typing')) : preview(line.last, { inGroup }), badge(line.unread)),
        subline(line, inGroup),
      ),
    ),
  );
}

function subline(line, inGroup) {
  if (inGroup) return h('span', { class: 'chat-third' }, count('members', line.members?.length ?? 0));
  return isCompany(phoneOf(line.peer)) ? h('span', { class: 'chat-third' }, shownNumber(line.peer)) : null;
}
