import { h } from './dom.js';
import { t } from './words.js';

const quick = ['👍', '❤️', '😂', '😮', '😢', '🙏'];
const many = [
  '😀', '😄', '😅', '😂', '🙂', '😉', '😊', '😍', '😘', '😎', '🤔', '😐', '🙄', '😏', '😴', '😢', '😭', '😡', '😱', '🥳', '🤝', '👍', '👎', '👌', '👏', '🙌',
  '🙏', '💪', '👋', '✌️', '❤️', '💚', '💔', '🔥', '✨', '🎉', '🎁', '🌷', '☀️', '🌧️', '☕', '🍰', '🚗', '📦', '📞', '📍', '⏰', '✅', '❌', '❓', '❗', '💯',
];

const button = (emoji, choose, mine) =>
  h('button', { type: 'button', class: 'emoji-button', 'aria-label': emoji, 'aria-pressed': mine === undefined ? null : String(mine === emoji), onclick: () => choose(emoji) }, emoji);

export const quickReactions = (choose, mine) => quick.map((emoji) => button(emoji, choose, mine ?? ''));
export const emojiGrid = (choose, mine) => h('div', { class: 'emoji-grid', role: 'group', 'aria-label': t('emoji') }, many.map((emoji) => button(emoji, choose, mine)));
