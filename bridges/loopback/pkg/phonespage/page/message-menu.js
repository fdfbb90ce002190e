import { react, remove } from './acts.js';
import { emojiGrid, quickReactions } from './emoji.js';
import { h } from './dom.js';
import { closeMenu, openMenu } from './menu.js';
import { tell } from './news.js';
import { changed, openPhone, state } from './store.js';
import { t } from './words.js';

/** Everything that can be done with a message: the five most used reactions first, then verbs. */
export function menuFor(message, anchor, at) {
  if (message.deleted) return;
  const away = openPhone()?.offline;
  const text = message.content.text;
  const mine = message.reactions?.[openPhone()?.number];
  const items = [
    { icon: 'reply', label: t('answer'), act: () => begin({ answering: message, editing: null }) },
    text && { icon: 'copy', label: t('copy'), act: () => copy(text) },
    !away && isEditable(message) && { icon: 'edit', label: t('edit'), act: () => begin({ answering: null, editing: message }) },
    !away && message.own && message.content.kind !== 'call' && { icon: 'trash', label: t('delete for all'), danger: true, act: () => remove(message.id) },
  ];
  const choose = (emoji) => {
    closeMenu();
    void react(message.id, mine === emoji ? '' : emoji);
  };
  const more = h('button', { type: 'button', class: 'emoji-button', 'aria-label': t('more reactions'), onclick: () => { closeMenu(); openMenu(anchor, [], { above: emojiGrid(choose, mine), at }); } }, '+');
  const bar = h('div', { class: 'quick-reactions', role: 'group', 'aria-label': t('react') }, quickReactions(choose, mine), more);
  openMenu(anchor, items, { label: t('what to do'), above: away ? null : bar, at });
}

/** Also a caption; nothing without words has something to edit. */
const isEditable = ({ own, content }) => own && ['text', 'image', 'video', 'file'].includes(content.kind) && Boolean(content.text);

function begin(what) {
  Object.assign(state, what);
  changed();
  document.querySelector('.composer textarea')?.focus();
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    tell(t('copied'));
  } catch {
    tell(t('not copied'));
  }
}
