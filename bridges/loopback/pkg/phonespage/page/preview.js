import { bdi, h, icon } from './dom.js';
import { nameOf, state } from './store.js';
import { t } from './words.js';

const glyphs = { image: 'image', video: 'image', sticker: 'smile', voice: 'mic', audio: 'wave', file: 'file', location: 'pin', contact: 'person', poll: 'poll', call: 'call' };

/** One line for a message: its text, or what it is. */
export function preview(last, { inGroup = false } = {}) {
  if (!last) return h('span', { class: 'preview' }, t('nothing yet'));
  const sender = last.own ? `${t('you')}: ` : inGroup ? `${nameOf(last.from).split(' ')[0]}: ` : '';
  if (last.deleted) return h('span', { class: 'preview is-faint' }, sender, t('deleted'));
  const glyph = glyphs[last.kind];
  return h('span', { class: 'preview' }, sender, glyph && icon(glyph, 14), bdi(kindOrText(last)));
}

/** A file's name is a name; everything else without words is called what it is. */
export function kindOrText({ kind, text }) {
  return text || t(`kind ${kind}`);
}

export function typingHere(chat) {
  const typing = state.typing.get(chat);
  return typing && typing.until > Date.now() ? typing : null;
}
