import { openTalk } from './acts.js';
import { call } from './api.js';
import { ask, field } from './dialog.js';
import { bdi, h } from './dom.js';
import { face } from './face.js';
import { refreshPhone } from './live.js';
import { attempt } from './news.js';
import { isCompany, shownNumber, state } from './store.js';
import { t } from './words.js';

/** Companies first: it is them one writes to. */
const others = () => state.phones.filter(({ number, on_network: onNetwork }) => number !== state.open && onNetwork).sort((a, b) => isCompany(b) - isCompany(a) || a.name.localeCompare(b.name));

/** Whom to write to: a company, somebody else, any number, or several people in a new group. */
export function askWhomToWrite() {
  const people = others().map(({ number, name }) =>
    h('li', {}, h('button', { type: 'button', class: 'pick', onclick: () => { dialog.close(); void openTalk(number); } }, face(number, name), h('span', { class: 'file-words' }, h('span', { class: 'file-name' }, bdi(name)), h('span', { class: 'file-size' }, shownNumber(number))))));
  const dialog = ask({
    title: t('new chat'),
    body: [
      h('button', { type: 'button', class: 'button', onclick: () => { dialog.close(); askForGroup(); } }, t('new group')),
      h('ul', { class: 'pick-list', role: 'list' }, people),
      field(t('any number'), { name: 'number', type: 'tel', placeholder: '+48 …' }),
    ],
    verb: t('write'),
    act: (data) => {
      const digits = data.get('number').replace(/\D/g, '');
      if (digits.length < 7 || digits.length > 15) {
        dialog.querySelector('[name=number]').focus();
        return false;
      }
      void openTalk(digits);
      return true;
    },
  });
}

function askForGroup() {
  const wrong = h('p', { class: 'field-wrong', role: 'alert' });
  const members = others().map(({ number, name }) => h('label', { class: 'tick-line' }, h('input', { type: 'checkbox', name: 'member', value: number }), h('span', {}, bdi(name))));
  ask({
    title: t('new group'),
    body: [field(t('group name'), { name: 'name', required: true, maxlength: 120 }), h('fieldset', { class: 'field' }, h('legend', { class: 'field-label' }, t('who is in')), h('div', { class: 'pick-list' }, members)), wrong],
    verb: t('make group'),
    act: async (data) => {
      const chosen = data.getAll('member');
      if (chosen.length === 0) {
        wrong.textContent = t('group needs people');
        return false;
      }
      let made;
      const done = await attempt(async () => { made = await call('POST', '/groups', { founder: state.open, name: data.get('name').trim(), members: chosen }); });
      if (!done) return false;
      await refreshPhone();
      void openTalk(made.id);
      return true;
    },
  });
}
