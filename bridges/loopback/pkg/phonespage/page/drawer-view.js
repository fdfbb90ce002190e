import { answerAgain, setLively, setOffline } from './acts.js';
import { companyPart } from './company-view.js';
import { toggle } from './dialog.js';
import { bdi, h, iconButton } from './dom.js';
import { face } from './face.js';
import { clock } from './format.js';
import { linkPart } from './link-view.js';
import { changed, isCompany, openPhone, setTellsReading, shownNumber, state, tellsReading } from './store.js';
import { tellRead } from './live.js';
import { language, languages, lines, t } from './words.js';

/** What can be set about the phone in the hand; a company's handset has more. */
export function drawerView() {
  const body = h('div', { class: 'drawer-body' });
  const element = h(
    'section', { class: 'drawer', id: 'drawer', 'aria-label': t('about phone'), onkeydown: (event) => event.key === 'Escape' && !event.defaultPrevented && close() },
    h('header', { class: 'drawer-head' }, h('h2', {}, t('about phone')), iconButton('close', t('close'), close)), body,
  );
  let signature = '';

  function draw() {
    const phone = openPhone();
    element.hidden = !phone || !state.panel;
    if (element.hidden) return;
    const now = JSON.stringify([phone.number, phone.name, phone.offline, phone.lively, phone.paused_until, phone.login, phone.linked, state.persona, state.faults, tellsReading(phone.number)]);
    if (now === signature) return;
    signature = now;
    const held = body.contains(document.activeElement) ? document.activeElement : null;
    const at = held ? controls(body).indexOf(held) : -1;
    body.replaceChildren(...parts(phone).flat().filter(Boolean));
    if (at >= 0) controls(body)[at]?.focus();
  }
  return { element, draw };
}

const controls = (body) => [...body.querySelectorAll('button, input, summary')];

function close() {
  state.panel = false;
  changed();
  document.querySelector('[data-name=panel]')?.focus();
}

function parts(phone) {
  return [
    h('div', { class: 'identity' }, face(phone.number, phone.name, 'is-huge'), h('div', { class: 'file-words' }, h('span', { class: 'identity-name' }, bdi(phone.name)), h('span', { class: 'file-size' }, shownNumber(phone.number)), isCompany(phone) && h('span', { class: 'file-size' }, t('company')))),
    h(
      'section', { class: 'part', 'aria-label': t('this phone') },
      toggle(t('online'), { checked: !phone.offline, hint: t('online hint'), act: (on) => setOffline(!on) }),
      toggle(t('tells reading'), { checked: tellsReading(phone.number), hint: t('tells reading hint'), act: (on) => { setTellsReading(phone.number, on); changed(); tellRead(); } }),
      isCompany(phone) ? null : livelyPart(phone),
    ),
    isCompany(phone) ? companyPart(phone) : null,
    linkPart(phone),
  ];
}

function livelyPart(phone) {
  const pausing = phone.lively && phone.paused_until > Date.now();
  const { persona } = state;
  return [
    toggle(t('answers by itself'), { checked: phone.lively, hint: t('answers hint'), act: (on) => setLively(on, language(), lines('persona lines')) }),
    pausing && h('p', { class: 'part-note' }, t('quiet until', { time: clock(phone.paused_until) }), ' ', h('button', { type: 'button', class: 'link-button', onclick: answerAgain }, t('answer again'))),
    persona?.lines.length > 0 && h('details', { class: 'says' }, h('summary', {}, languages[persona.language] ? t('says in', { language: languages[persona.language] }) : t('says')), h('ol', {}, persona.lines.map((line) => h('li', {}, bdi(line))))),
  ];
}
