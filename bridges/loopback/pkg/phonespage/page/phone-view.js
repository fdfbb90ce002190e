import { putDown, setOffline } from './acts.js';
import { chatsView } from './chats-view.js';
import { h, icon, iconButton } from './dom.js';
import { clock } from './format.js';
import { changed, openPhone, state } from './store.js';
import { talkView } from './talk-view.js';
import { t } from './words.js';

/** The phone in the hand: what is above its screen, and on it the chats or one conversation. */
export function phoneView() {
  const time = h('time', { class: 'status-time' });
  const signal = h('span', { class: 'status-signal' });
  const screen = h('div', { class: 'screen' });
  const bar = h('header', { class: 'stage-bar' });
  const handset = h('section', { class: 'handset' }, h('div', { class: 'status-bar' }, time, signal), screen);
  const nobody = h('div', { class: 'stage-empty' }, icon('phone', 40), h('h2', {}, t('pick up')), h('p', {}, t('pick up hint')));
  const element = h('div', { class: 'stage' }, bar, nobody, handset);
  let shown = null;
  let view = null;

  function draw() {
    const phone = openPhone();
    nobody.hidden = Boolean(phone);
    handset.hidden = bar.hidden = !phone;
    if (!phone) {
      shown = view = null;
      return;
    }
    handset.setAttribute('aria-label', t('phone of', { name: phone.name }));
    handset.classList.toggle('is-offline', phone.offline);
    time.textContent = clock(Date.now());
    drawSignal(signal, phone);
    drawBar(bar, phone);
    const wanted = `${state.open} ${state.peer}`;
    if (shown !== wanted) {
      shown = wanted;
      view = state.peer === null ? chatsView() : talkView();
      screen.replaceChildren(view.element);
      view.draw();
      view.opened();
    } else view.draw();
  }
  setInterval(() => { time.textContent = clock(Date.now()); }, 10_000);
  return { element, draw };
}

function drawSignal(place, { offline }) {
  const key = String(offline);
  if (place.dataset.shows === key) return;
  place.dataset.shows = key;
  place.replaceChildren(icon(offline ? 'airplane' : 'network', 15), h('span', {}, offline ? t('offline') : t('online')));
}

function drawBar(bar, phone) {
  const key = JSON.stringify([phone.number, phone.name, phone.offline, state.panel]);
  if (bar.dataset.shows === key) return;
  const focused = bar.contains(document.activeElement) ? document.activeElement.dataset.name : null;
  bar.dataset.shows = key;
  bar.replaceChildren(
    iconButton('back', t('all phones'), putDown, { class: 'only-narrow', 'data-name': 'back' }),
    h('h2', { class: 'stage-name' }, t('phone of', { name: phone.name })),
    h(
      'button',
      { type: 'button', class: 'button', 'aria-pressed': String(phone.offline), 'data-name': 'air', onclick: () => setOffline(!phone.offline) },
      icon('airplane', 16), phone.offline ? t('come back') : t('go offline'),
    ),
    iconButton('panel', t('about phone'), () => { state.panel = !state.panel; changed(); }, { 'aria-expanded': String(state.panel), 'aria-controls': 'drawer', 'data-name': 'panel' }),
  );
  if (focused) bar.querySelector(`[data-name=${focused}]`)?.focus();
}
