import { pickUp, putDown, readSetup, rememberedPlace } from './acts.js';
import { forgetKey, hasKey, takeKey, whenLockedOut } from './api.js';
import { drawerView } from './drawer-view.js';
import { h } from './dom.js';
import { keyView } from './key-view.js';
import { listView } from './list-view.js';
import { followNetwork, refreshPhones, tellRead } from './live.js';
import { newsPlaces } from './news.js';
import { restoreWaiting } from './outbox.js';
import { phoneView } from './phone-view.js';
import { wearTheme, whenRedrawn } from './settings.js';
import { changed, forgetListeners, isCompany, onChange, phoneOf, state } from './store.js';
import { chooseLanguage, t } from './words.js';

const wideEnough = '(min-width: 1180px)';
const notNarrow = '(min-width: 641px)';

/** Builds the page anew: at the start, and in another language. */
function mount() {
  forgetListeners();
  const views = [listView(), phoneView(), drawerView()];
  const page = h('main', { class: 'page' }, h('h1', { class: 'unseen' }, t('phones')), views.map(({ element }) => element));
  document.body.replaceChildren(page, ...newsPlaces);
  onChange(() => {
    page.classList.toggle('has-phone', state.open !== null);
    page.classList.toggle('has-talk', state.peer !== null);
    for (const { draw } of views) draw();
  });
  changed();
}

let started = false;
let lockedOut = false;

async function start() {
  if (started) return location.reload();
  started = true;
  state.panel = matchMedia(wideEnough).matches;
  restoreWaiting();
  mount();
  await refreshPhones();
  if (lockedOut) return;
  const place = rememberedPlace();
  if (place?.open && phoneOf(place.open)) void pickUp(place.open, place.peer);
  else if (matchMedia(notNarrow).matches) openFirst();
  void followNetwork();
}

/** Only shown: what nobody has looked at stays unread. */
function openFirst() {
  const first = state.phones.filter((phone) => !isCompany(phone)).sort((a, b) => (b.last_at ?? 0) - (a.last_at ?? 0))[0];
  if (first) void pickUp(first.number, null, { shown: true });
}

function askForKey(wasRefused) {
  forgetListeners();
  document.body.replaceChildren(keyView(start, wasRefused), ...newsPlaces);
  document.querySelector('[name=key]').focus();
}

chooseLanguage();
wearTheme();
whenRedrawn(mount);
whenLockedOut(() => {
  if (lockedOut) return;
  lockedOut = true;
  forgetKey();
  putDown();
  askForKey(true);
});
document.addEventListener('visibilitychange', () => tellRead());
setInterval(() => state.open !== null && readSetup(), 15_000); // what others set about it
takeKey();
window.addEventListener('hashchange', () => { if (takeKey()) location.reload(); });
if (hasKey()) void start();
else askForKey(false);
