import { pickUp } from './acts.js';
import { h, bdi, icon, iconButton, keyed } from './dom.js';
import { face } from './face.js';
import { when } from './format.js';
import { openMenu } from './menu.js';
import { askForPhone } from './new-phone.js';
import { preview } from './preview.js';
import { settingsMenu } from './settings.js';
import { changed, isCompany, shownNumber, state } from './store.js';
import { count, t } from './words.js';

/** Every phone of the network, the one with the newest message on top. */
export function listView() {
  const search = h('input', {
    type: 'search', class: 'search', placeholder: t('search phones'), 'aria-label': t('search phones'), value: state.search, autocomplete: 'off', spellcheck: 'false',
    oninput: () => { state.search = search.value; changed(); },
    onkeydown: (event) => event.key === 'ArrowDown' && step(list, event),
  });
  const list = h('ul', { class: 'phone-list', role: 'list', onkeydown: (event) => step(list, event) });
  const empty = h('p', { class: 'list-empty' });
  const lost = h('p', { class: 'lost', role: 'status' });
  const settings = iconButton('more', t('settings'), () => openMenu(settings, ...settingsMenu()), { 'aria-haspopup': 'menu' });
  const element = h(
    'nav', { class: 'phones', 'aria-label': t('phones') },
    h('header', { class: 'phones-head' }, h('h2', {}, t('phones')), iconButton('plus', t('new phone'), askForPhone), settings),
    h('div', { class: 'search-place' }, icon('search', 16), search),
    lost, empty, list,
  );
  return { element, draw: () => draw(list, empty, lost) };
}

function draw(list, empty, lost) {
  const found = matching();
  lost.textContent = state.connected ? '' : t('network away');
  empty.hidden = found.length > 0;
  empty.textContent = state.phones.length === 0 ? t('no phones') : t('nobody found');
  keyed(list, found, { key: ({ number }) => number, sign, make });
}

const sign = (phone) => JSON.stringify([phone, state.open === phone.number, phone.last_at && when(phone.last_at)]);

function matching() {
  const wanted = state.search.trim().toLocaleLowerCase();
  const digits = wanted.replace(/\D/g, '');
  const fits = ({ name, number }) => wanted === '' || name.toLocaleLowerCase().includes(wanted) || (digits !== '' && number.includes(digits));
  // Companies' handsets stand last: one plays the clients.
  return state.phones.filter(fits).sort((a, b) => isCompany(a) - isCompany(b) || (b.last_at ?? 0) - (a.last_at ?? 0) || a.name.localeCompare(b.name));
}

function make(phone) {
  const company = isCompany(phone);
  return h(
    'li', { class: `phone-line ${phone.unread > 0 ? 'is-unread' : ''}` },
    h(
      'button',
      { type: 'button', class: 'phone-button', 'aria-current': state.open === phone.number ? 'true' : null, onclick: () => pickUp(phone.number) },
      face(phone.number, phone.name),
      h(
        'span', { class: 'phone-words' },
        h('span', { class: 'phone-first' }, h('span', { class: 'phone-name' }, bdi(phone.name)), signs(phone), phone.last_at ? h('time', { class: 'when' }, when(phone.last_at)) : null),
        h('span', { class: 'phone-second' }, company ? h('span', { class: 'preview' }, `${shownNumber(phone.number)} · ${t('company')}`) : preview(phone.last), badge(phone.unread)),
      ),
    ),
  );
}

function signs({ offline, lively, login, on_network: onNetwork }) {
  const said = [
    offline && ['airplane', t('is offline')],
    lively && ['lively', t('answers by itself')],
    login && login !== 'connected' && ['alert', t(`login ${login}`)],
    !onNetwork && ['alert', t('off network')],
  ].filter(Boolean);
  return said.map(([name, words]) => h('span', { class: `sign sign-${name}`, title: words }, icon(name, 14), h('span', { class: 'unseen' }, words)));
}

export const badge = (unread) => unread > 0 && h('span', { class: 'badge' }, h('span', { 'aria-hidden': 'true' }, unread > 99 ? '99+' : unread), h('span', { class: 'unseen' }, count('unread', unread)));

/** Arrow keys go through a list of buttons. */
export function step(list, event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  const buttons = [...list.querySelectorAll('li > button')];
  const at = buttons.indexOf(document.activeElement);
  const next = buttons[at === -1 ? 0 : Math.min(buttons.length - 1, Math.max(0, at + by))];
  next?.focus();
  event.preventDefault();
}
