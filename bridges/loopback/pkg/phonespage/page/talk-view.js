import { closeTalk, showOlder } from './acts.js';
import { composerView } from './composer-view.js';
import { bdi, bringToTheMiddle, h, iconButton, keyed } from './dom.js';
import { face } from './face.js';
import { refreshPhone } from './live.js';
import { whisper } from './news.js';
import { typingHere } from './preview.js';
import { chatLine, isGroup, nameOf, openPhone, phoneOf, shownNumber, state, titleOf } from './store.js';
import { rowsOf } from './talk-rows.js';
import { count, t } from './words.js';

const nearTheEnd = 80;

/** The open conversation: its header, what was said, and where one writes. */
export function talkView() {
  const subtitle = h('span', { class: 'talk-subtitle' });
  const name = h('span', { class: 'talk-name' });
  const list = h('ol', { class: 'talk-list', role: 'list' });
  const note = h('div', { class: 'screen-note' });
  const older = h('button', { type: 'button', class: 'button older', onclick: readOlder }, t('older'));
  const scroller = h('div', { class: 'scroller talk-scroller', tabIndex: 0, role: 'region', 'aria-label': t('messages'), onscroll: scrolled }, older, note, list);
  const down = iconButton('down', t('to the end'), () => toEnd(true), { class: 'to-end', hidden: true });
  const composer = composerView();
  const head = h('header', { class: 'app-bar' }, iconButton('back', t('back to chats'), closeTalk), face(state.peer, titleOf(state.peer)), h('h3', { class: 'talk-title' }, name, subtitle));
  const element = h('div', { class: 'talk' }, head, h('div', { class: 'talk-body' }, scroller, down), composer.element);
  let atEnd = true;
  let last = null;
  let placed = false;

  function draw() {
    name.replaceChildren(bdi(titleOf(state.peer)));
    drawSubtitle(subtitle);
    drawNote();
    const stay = atEnd;
    const rows = rowsOf(state);
    keyed(list, rows, { key: (row) => row.key, sign: (row) => row.sign, make: (row) => row.make() });
    older.hidden = !state.screen || state.screen.messages.length < state.shown;
    composer.draw();
    if (state.screen && !placed) place();
    else if (stay || cameFromHere(rows)) toEnd();
    hearNews();
    scrolled();
  }

  function place() {
    placed = true;
    const unread = list.querySelector('.unread-line');
    if (unread) bringToTheMiddle(unread);
    else toEnd();
  }

  /** What one has just written oneself is brought into sight. */
  function cameFromHere(rows) {
    const newest = rows.findLast((row) => row.own !== undefined);
    const fresh = newest && newest.key !== last && newest.own;
    last = newest?.key ?? null;
    return fresh && placed;
  }

  let heardUpTo = null;
  function hearNews() {
    const newest = state.screen?.messages.at(-1);
    if (!newest || newest.id === heardUpTo) return;
    if (heardUpTo !== null && !newest.own) whisper(`${nameOf(newest.from)}: ${newest.content?.text || t(`kind ${newest.content?.kind ?? 'text'}`)}`);
    heardUpTo = newest.id;
  }

  function drawNote() {
    const shows = state.failed ? 'failed' : state.screen && state.screen.messages.length === 0 ? 'empty' : '';
    if (note.dataset.shows === shows) return;
    note.dataset.shows = shows;
    note.hidden = shows === '';
    if (shows === 'failed') note.replaceChildren(h('p', {}, t('not read')), h('button', { type: 'button', class: 'button', onclick: refreshPhone }, t('try again')));
    else note.replaceChildren(h('p', {}, shows === 'empty' ? t('say first') : ''));
  }

  async function readOlder() {
    const { scrollHeight, scrollTop } = scroller;
    await showOlder();
    queueMicrotask(() => { scroller.scrollTop = scrollTop + scroller.scrollHeight - scrollHeight; });
  }

  function scrolled() {
    atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearTheEnd;
    down.hidden = atEnd;
  }

  function toEnd(smooth = false) {
    scroller.scrollTo({ top: scroller.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
  }

  // A picture that arrives late makes the list longer below what is being read.
  new ResizeObserver(() => atEnd && toEnd()).observe(list);
  return { element, draw, opened: () => composer.focus() };
}

function drawSubtitle(place) {
  const typing = typingHere(state.screen?.id ?? chatLine(state.peer)?.chat);
  const words = typing ? typingWords(typing) : about();
  if (place.textContent === words) return;
  place.replaceChildren(words);
  place.classList.toggle('is-typing', Boolean(typing));
}

const typingWords = ({ from }) => (isGroup(state.peer) ? t('somebody typing', { name: nameOf(from) }) : t('typing'));

function about() {
  if (isGroup(state.peer)) {
    const members = state.screen?.members ?? chatLine(state.peer)?.members ?? [];
    const names = members.map((number) => (number === openPhone()?.number ? t('you') : nameOf(number)));
    return names.length > 4 ? count('members', names.length) : names.join(', ');
  }
  const peer = phoneOf(state.peer);
  return peer && !peer.on_network ? t('off network') : shownNumber(state.peer);
}
