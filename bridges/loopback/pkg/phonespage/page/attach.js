import { keepQuiet, stopTyping } from './acts.js';
import { ask, field } from './dialog.js';
import { h } from './dom.js';
import { describe } from './file-facts.js';
import { tell } from './news.js';
import { post } from './outbox.js';
import { samplePicture } from './sample-picture.js';
import { sampleVoice } from './sample-voice.js';
import { changed, nameOf, shownNumber, state } from './store.js';
import { t } from './words.js';

const maxFileBytes = 90 * 1024 * 1024;

export const attachMenu = () => [
  { icon: 'image', label: t('picture or video'), act: () => pickFiles('image/*,video/*') },
  { icon: 'file', label: t('file'), act: () => pickFiles('', 'file') },
  { icon: 'sparkImage', label: t('sample picture'), act: async () => sendFiles([await samplePicture()]) },
  { icon: 'wave', label: t('sample voice'), act: sendSampleVoice },
  { icon: 'pin', label: t('place'), act: askForPlace },
  { icon: 'person', label: t('contact'), act: askForContact },
  { icon: 'poll', label: t('poll'), act: askForPoll },
  { icon: 'call', label: t('missed call'), act: () => post(state.peer, { outcome: 'missed' }, '/calls') },
];

/** Sends something, as the answer to what is being answered. */
export function sendOut(body) {
  const { answering } = state;
  void keepQuiet();
  stopTyping();
  post(state.peer, { ...body, ...(answering ? { reply_to: answering.id } : {}) });
  if (!answering) return;
  state.answering = null;
  changed();
}

function pickFiles(accept, kind) {
  const input = h('input', { type: 'file', accept, multiple: true, onchange: () => sendFiles([...input.files], kind) });
  input.click();
}

/** Sends files one after the other; what is written in the field stays there. */
export async function sendFiles(files, kind) {
  const peer = state.peer;
  for (const file of files) {
    if (file.size > maxFileBytes) {
      tell(t('file too large', { name: file.name }));
      continue;
    }
    const body = await describe(file, kind);
    if (state.peer === peer) sendOut(body);
  }
}

export async function sendVoice(blob, durationMs) {
  const { media } = await describe(new File([blob], '', { type: blob.type }), 'voice');
  sendOut({ kind: 'voice', media: { ...media, duration_ms: durationMs } });
}

export function sendSampleVoice() {
  const { blob, durationMs } = sampleVoice();
  return sendVoice(blob, durationMs);
}

function askForPlace() {
  ask({
    title: t('place'),
    body: [
      field(t('place name'), { name: 'name', value: t('sample place'), maxlength: 200 }),
      h('div', { class: 'field-pair' }, field(t('latitude'), coordinate('latitude', 52.23677, 90)), field(t('longitude'), coordinate('longitude', 21.01235, 180))),
    ],
    verb: t('send'),
    act: (data) => sendOut({ kind: 'location', location: { latitude: Number(data.get('latitude')), longitude: Number(data.get('longitude')), name: data.get('name').trim() } }),
  });
}

const coordinate = (name, value, most) => ({ name, type: 'number', step: 'any', min: -most, max: most, required: true, value });

function askForContact() {
  const known = state.phones.filter(({ number }) => number !== state.open && number !== state.peer);
  const sample = known[0];
  ask({
    title: t('contact'),
    body: [
      field(t('name'), { name: 'name', required: true, maxlength: 200, value: sample ? nameOf(sample.number) : '' }),
      field(t('number'), { name: 'number', type: 'tel', required: true, value: sample ? shownNumber(sample.number) : '+48 ' }),
    ],
    verb: t('send'),
    act: (data) => sendOut({ kind: 'contact', contact: { name: data.get('name').trim(), number: data.get('number').replace(/\D/g, '') } }),
  });
}

const optionsAtFirst = 3;
const optionsAtMost = 12;

function askForPoll() {
  const option = () => h('input', { type: 'text', name: 'option', maxlength: 200, autocomplete: 'off', 'aria-label': t('option'), placeholder: t('option') });
  const options = h('div', { class: 'field-list' }, Array.from({ length: optionsAtFirst }, option));
  const wrong = h('p', { class: 'field-wrong', role: 'alert' });
  options.addEventListener('input', () => {
    if (options.children.length < optionsAtMost && options.lastElementChild.value !== '') options.append(option());
  });
  ask({
    title: t('poll'),
    body: [
      field(t('question'), { name: 'question', required: true, maxlength: 300 }),
      h('fieldset', { class: 'field' }, h('legend', { class: 'field-label' }, t('options')), options),
      h('label', { class: 'tick-line' }, h('input', { type: 'checkbox', name: 'several' }), t('several allowed')),
      wrong,
    ],
    verb: t('send'),
    act: (data) => {
      const texts = data.getAll('option').map((text) => text.trim()).filter(Boolean);
      if (texts.length < 2) {
        wrong.textContent = t('two options');
        return false;
      }
      sendOut({ kind: 'poll', poll: { question: data.get('question').trim(), options: texts.map((text) => ({ text })), max_choices: data.get('several') ? texts.length : 1 } });
      return true;
    },
  });
}
