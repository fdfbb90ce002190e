import { openTalk } from './acts.js';
import { mediaAddress } from './api.js';
import { bdi, h, icon } from './dom.js';
import { duration, size } from './format.js';
import { pollOf } from './poll-view.js';
import { shownNumber } from './store.js';
import { voiceOf } from './voice-view.js';
import { t } from './words.js';

/** What a message says or carries. */
export function contentOf(message) {
  const { content } = message;
  const caption = content.text && content.kind !== 'text' ? textOf(content.text) : null;
  switch (content.kind) {
    case 'text': return textOf(content.text);
    case 'image': case 'sticker': return [pictureOf(content), caption];
    case 'video': return [videoOf(content), caption];
    case 'voice': case 'audio': return [voiceOf(content.media), caption];
    case 'file': return [fileOf(content.media), caption];
    case 'location': return placeOf(content.location);
    case 'contact': return cardOf(content.contact);
    case 'poll': return pollOf(message);
    case 'call': return callOf(message);
    default: return textOf(t(`kind ${content.kind}`));
  }
}

/** The same for something that has not left the phone: its bytes are still here. */
export function waitingContent({ kind = 'text', text, media, location, contact, poll, outcome }) {
  if (outcome) return callOf({ own: true, content: { call: { outcome } } });
  const caption = text && kind !== 'text' ? textOf(text) : null;
  if (location) return placeOf(location);
  if (contact) return cardOf(contact);
  if (poll) return h('div', { class: 'text' }, h('strong', {}, bdi(poll.question)));
  if (kind === 'image') return [h('img', { class: 'picture', alt: t('kind image'), src: `data:${media.mime_type};base64,${media.data}` }), caption];
  if (media) return [h('div', { class: 'file' }, fileGlyph(kind), h('span', { class: 'file-words' }, h('span', { class: 'file-name' }, bdi(media.file_name ?? t(`kind ${kind}`))))), caption];
  return textOf(text);
}

const linkPattern = /\bhttps?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/gu;
const onlyEmoji = /^(?:\p{Extended_Pictographic}(?:\u{fe0f}|\u{200d}|\p{Emoji_Modifier}|\p{Extended_Pictographic})*\s*){1,3}$/u;

function textOf(text) {
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(linkPattern)) {
    parts.push(text.slice(at, match.index), h('a', { href: match[0], target: '_blank', rel: 'noopener noreferrer' }, match[0]));
    at = match.index + match[0].length;
  }
  parts.push(text.slice(at));
  return h('div', { class: `text ${onlyEmoji.test(text) ? 'is-emoji' : ''}`, dir: 'auto' }, parts);
}

const bytesPath = ({ sha256 }) => `/media/${sha256}`;

function pictureOf({ kind, media, text }) {
  const picture = h('img', { class: kind === 'sticker' ? 'sticker' : 'picture', alt: text || t(`kind ${kind}`) });
  const { width, height } = media;
  if (width && height) picture.style.aspectRatio = `${width} / ${height}`;
  mediaAddress(bytesPath(media), media.mime_type).then((url) => { picture.src = url; }, () => picture.replaceWith(fileOf(media)));
  picture.addEventListener('error', () => picture.replaceWith(fileOf(media))); // bytes that are no picture, whatever they call themselves
  if (kind === 'sticker') return picture;
  return h('button', { type: 'button', class: 'picture-button', 'aria-label': t('look at picture'), onclick: () => lookAt(picture) }, picture);
}

function lookAt({ src, alt }) {
  const dialog = h('dialog', { class: 'viewer', 'aria-label': alt }, h('button', { type: 'button', class: 'viewer-button', 'aria-label': t('close'), onclick: () => dialog.close() }, h('img', { src, alt })));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function videoOf({ media }) {
  const video = h('video', { class: 'picture', controls: true, preload: 'metadata', 'aria-label': t('kind video') });
  mediaAddress(bytesPath(media), media.mime_type).then((url) => { video.src = url; }, () => video.replaceWith(fileOf(media)));
  video.addEventListener('error', () => video.replaceWith(fileOf(media)));
  return video;
}

const fileGlyph = (kind) => h('span', { class: 'file-glyph' }, icon({ image: 'image', voice: 'mic', audio: 'wave' }[kind] ?? 'file'));

function fileOf(media) {
  const name = media.file_name || t('kind file');
  return h(
    'button', { type: 'button', class: 'file', title: t('save file'), onclick: () => save(media, name) },
    fileGlyph('file'), h('span', { class: 'file-words' }, h('span', { class: 'file-name' }, bdi(name)), h('span', { class: 'file-size' }, size(media.size))),
  );
}

/** Always saved and never opened here: what calls itself a page must not become one of ours. */
async function save(media, name) {
  const href = await mediaAddress(bytesPath(media), 'application/octet-stream').catch(() => null);
  if (href === null) return;
  h('a', { href, download: name }).click();
}

function placeOf({ latitude, longitude, name }) {
  const coordinates = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return h(
    'a', { class: 'place', href: `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`, target: '_blank', rel: 'noopener noreferrer' },
    h('span', { class: 'place-map' }, icon('pin', 28)),
    h('span', { class: 'file-words' }, h('span', { class: 'file-name' }, name ? bdi(name) : t('kind location')), h('span', { class: 'file-size' }, coordinates)),
  );
}

function cardOf({ name, number }) {
  const digits = (number ?? '').replace(/\D/g, '');
  return h(
    'div', { class: 'card' },
    h('div', { class: 'file' }, h('span', { class: 'file-glyph' }, icon('person')), h('span', { class: 'file-words' }, h('span', { class: 'file-name' }, bdi(name)), h('span', { class: 'file-size' }, digits && shownNumber(digits)))),
    digits && h('button', { type: 'button', class: 'card-act', onclick: () => openTalk(digits) }, t('write to contact')),
  );
}

function callOf({ own, content: { call } }) {
  const missed = call.outcome !== 'answered';
  return h(
    'div', { class: `file ${missed && !own ? 'is-missed' : ''}` },
    h('span', { class: 'file-glyph' }, icon('call')),
    h('span', { class: 'file-words' }, h('span', { class: 'file-name' }, t(own ? `call out ${call.outcome}` : `call in ${call.outcome}`)), call.duration_ms ? h('span', { class: 'file-size' }, duration(call.duration_ms)) : null),
  );
}
