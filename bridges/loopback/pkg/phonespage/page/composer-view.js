import { keepQuiet, rewrite, stopTyping, typed } from './acts.js';
import { attachMenu, sendFiles } from './attach.js';
import { bdi, h, icon, iconButton } from './dom.js';
import { emojiGrid } from './emoji.js';
import { openMenu } from './menu.js';
import { quotable } from './message-view.js';
import { post } from './outbox.js';
import { kindOrText } from './preview.js';
import { recorderBar } from './recorder-view.js';
import { changed, draftKey, nameOf, openPhone, state } from './store.js';
import { t } from './words.js';

/** Where one writes. Enter sends, Shift with Enter begins a line, the arrow upwards edits one's last message. */
export function composerView() {
  const text = h('textarea', {
    class: 'composer-text', rows: 1, placeholder: t('message'), 'aria-label': t('message'), value: state.drafts.get(draftKey()) ?? '',
    oninput: () => { if (!state.editing) state.drafts.set(draftKey(), text.value); grow(); typed(); void keepQuiet(); draw(); },
    onkeydown: pressed,
    onblur: stopTyping,
    onpaste: (event) => {
      const files = [...event.clipboardData.files];
      if (files.length === 0) return;
      event.preventDefault();
      void sendFiles(files);
    },
  });
  const about = h('div', { class: 'composer-about', hidden: true });
  const plus = iconButton('plus', t('attach'), () => openMenu(plus, attachMenu(), { label: t('attach') }), { 'aria-haspopup': 'menu' });
  const smile = iconButton('smile', t('emoji'), () => openMenu(smile, [], { above: emojiGrid(insert) }), { 'aria-haspopup': 'true' });
  const mic = iconButton('mic', t('record'), record, { class: 'composer-main' });
  const send = iconButton('send', t('send'), submit, { class: 'composer-main is-send' });
  const line = h('div', { class: 'composer-line' }, plus, h('div', { class: 'composer-field' }, text, smile), mic, send);
  const place = h('div', { class: 'composer-place' }, line);
  const element = h('footer', { class: 'composer', ondragover: (event) => event.preventDefault(), ondrop: dropped }, about, place);
  let subject = null;

  function draw() {
    const empty = text.value.trim() === '';
    mic.hidden = !empty || state.editing !== null;
    send.hidden = !mic.hidden;
    const now = state.editing ?? state.answering;
    if (now === subject) return;
    if (state.editing) text.value = state.editing.content.text;
    else if (subject && !state.answering) text.value = state.drafts.get(draftKey()) ?? '';
    subject = now;
    drawAbout(about);
    grow();
    draw();
  }

  function submit() {
    const body = text.value.trim();
    if (body === '') return;
    const { editing, answering } = state;
    void keepQuiet();
    stopTyping();
    state.drafts.delete(draftKey());
    text.value = '';
    if (editing) {
      if (body !== editing.content.text) void rewrite(editing.id, body);
    } else post(state.peer, { text: body, ...(answering ? { reply_to: answering.id } : {}) });
    leaveSubject();
    grow();
    text.focus();
  }

  function pressed(event) {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === 'Escape' && (state.editing || state.answering)) {
      event.stopPropagation();
      leaveSubject();
    } else if (event.key === 'ArrowUp' && text.value === '' && !openPhone()?.offline) {
      const mine = state.screen?.messages.findLast((message) => message.own && message.content?.kind === 'text');
      if (!mine) return;
      event.preventDefault();
      Object.assign(state, { editing: mine, answering: null });
      changed();
    }
  }

  function insert(emoji) {
    text.setRangeText(emoji, text.selectionStart, text.selectionEnd, 'end');
    text.dispatchEvent(new Event('input'));
  }

  function grow() {
    text.style.height = 'auto';
    text.style.height = `${Math.min(text.scrollHeight, 160)}px`;
  }

  function record() {
    const bar = recorderBar(() => {
      place.replaceChildren(line);
      mic.focus();
    });
    place.replaceChildren(bar);
    bar.querySelector('button').focus();
  }

  function dropped(event) {
    event.preventDefault();
    void sendFiles([...event.dataTransfer.files]);
  }

  return { element, draw, focus: () => { grow(); if (matchMedia('(hover: hover)').matches) text.focus(); } };
}

function leaveSubject() {
  Object.assign(state, { answering: null, editing: null });
  changed();
}

function drawAbout(place) {
  const message = state.editing ?? state.answering;
  place.hidden = !message;
  if (!message) return place.replaceChildren();
  const { content } = message;
  place.replaceChildren(
    icon(state.editing ? 'edit' : 'reply', 18),
    h('span', { class: 'about-words' }, h('span', { class: 'quote-name' }, state.editing ? t('editing') : bdi(message.own ? t('you') : nameOf(message.from))), h('span', { class: 'quote-text' }, bdi(kindOrText({ kind: content.kind, text: quotable(content) })))),
    iconButton('close', t('leave it'), leaveSubject),
  );
}
