import { mediaAddress, phonePath } from './api.js';
import { h, icon } from './dom.js';
import { initials } from './format.js';
import { isCompany, isGroup, nameOf, phoneOf } from './store.js';

const tints = 8;

/** Somebody's picture or initials; it says nothing that does not stand beside it in words. */
export function face(peer, name = nameOf(peer), size = '') {
  const place = h('span', { class: `face ${size}`, 'aria-hidden': 'true' });
  if (isGroup(peer)) return withClass(place, 'is-group', icon('people', 18));
  const phone = phoneOf(peer);
  place.classList.add(`tint-${tintOf(peer)}`);
  place.append(initials(name));
  if (isCompany(phone)) place.classList.add('is-company');
  if (phone?.has_avatar) void showPicture(place, peer);
  return place;
}

function withClass(place, name, ...children) {
  place.classList.add(name);
  place.append(...children);
  return place;
}

async function showPicture(place, number) {
  const src = await mediaAddress(phonePath(number, '/avatar'), 'image/png').catch(() => null);
  if (src !== null) place.replaceChildren(h('img', { src, alt: '' }));
}

function tintOf(number) {
  let sum = 0;
  for (const digit of number) sum = (sum * 31 + digit.charCodeAt(0)) % 997;
  return sum % tints;
}
