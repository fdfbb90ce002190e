import { addFault, removeFault, setLoginState } from './acts.js';
import { ask } from './dialog.js';
import { h, iconButton } from './dom.js';
import { state as page } from './store.js';
import { t } from './words.js';

const states = ['connected', 'phone_offline', 'connecting', 'transient_disconnect', 'bad_credentials', 'logged_out'];

/** One-shot troubles of the next message, by what an employee then sees. */
const troubles = {
  late: { operations: ['message'], delay_before_ms: 20_000 },
  failed: { operations: ['message'], fail: 'certain' },
  'uncertain arrived': { operations: ['message'], fail: 'uncertain', taken: true },
  'uncertain lost': { operations: ['message'], fail: 'uncertain' },
  'no echo': { operations: ['message'], lose_echo: true },
  blocked: { operations: ['start'], fail: 'blocked' },
  limited: { operations: ['start'], fail: 'limited' },
};

/** How the box stands with a company's number, and what shall go wrong next. */
export function companyPart(phone) {
  return [
    h(
      'section', { class: 'part', 'aria-labelledby': 'login-title' },
      h('h3', { id: 'login-title' }, t('login title')), h('p', { class: 'part-note' }, t('login hint')),
      h('div', { class: 'choices', role: 'radiogroup', 'aria-labelledby': 'login-title' }, states.map((state) => stateChoice(state, phone))),
    ),
    h(
      'section', { class: 'part', 'aria-labelledby': 'trouble-title' },
      h('h3', { id: 'trouble-title' }, t('trouble title')), h('p', { class: 'part-note' }, t('trouble hint')),
      h('div', { class: 'troubles' }, Object.entries(troubles).map(([name, fault]) => h('button', { type: 'button', class: 'trouble', onclick: () => addFault(fault) }, h('span', { class: 'trouble-name' }, t(`trouble ${name}`)), h('span', { class: 'field-hint' }, t(`trouble ${name} hint`))))),
      waiting(),
    ),
  ];
}

function stateChoice(name, phone) {
  const input = h('input', { type: 'radio', name: 'login-state', value: name, checked: phone.login === name, disabled: !phone.linked && phone.login === 'logged_out', onchange: () => choose(name, phone) });
  return h('label', { class: `choice is-${name}` }, input, h('span', { class: 'toggle-words' }, h('span', {}, t(`login ${name}`)), h('span', { class: 'field-hint' }, t(`login ${name} hint`))));
}

/** Being logged out is not undone from here. */
function choose(name, phone) {
  if (name !== 'logged_out') return void setLoginState(name);
  const dialog = ask({ title: t('log out title'), body: h('p', {}, t('log out words', { name: phone.name })), verb: t('log out'), act: () => setLoginState(name) });
  dialog.addEventListener('close', () => {
    for (const input of document.querySelectorAll('[name=login-state]')) input.checked = input.value === phone.login;
  });
}

function waiting() {
  const { faults } = page;
  if (faults.length === 0) return null;
  return h(
    'div', { class: 'pending' }, h('h4', {}, t('trouble waiting')),
    h('ul', { role: 'list' }, faults.map((fault) => h('li', {}, h('span', {}, nameOfFault(fault)), iconButton('close', t('trouble off'), () => removeFault(fault.id))))),
  );
}

const same = (one, other) => one.fail === other.fail && Boolean(one.taken) === Boolean(other.taken) && Boolean(one.lose_echo) === Boolean(other.lose_echo) && Boolean(one.delay_before_ms) === Boolean(other.delay_before_ms);
function nameOfFault(fault) {
  const known = Object.entries(troubles).find(([, each]) => same(each, fault));
  return known ? t(`trouble ${known[0]}`) : t('trouble other', { id: fault.id });
}
