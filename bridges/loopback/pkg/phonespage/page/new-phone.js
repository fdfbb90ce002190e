import { pickUp } from './acts.js';
import { call, phonePath } from './api.js';
import { ask, field } from './dialog.js';
import { h } from './dom.js';
import { refreshPhones } from './live.js';
import { attempt } from './news.js';
import { phoneOf } from './store.js';
import { t } from './words.js';

/** A new person with a phone; a number that is taken is opened and not changed. */
export function askForPhone() {
  const refused = h('p', { class: 'field-wrong', role: 'alert' });
  const dialog = ask({
    title: t('new phone'),
    body: [
      field(t('name'), { name: 'name', required: true, maxlength: 120 }),
      field(t('number'), { name: 'number', type: 'tel', required: true, value: `+48 5${randomDigits(2)} ${randomDigits(3)} ${randomDigits(3)}` }, t('number hint')),
      refused,
    ],
    verb: t('switch on'),
    act: async (data) => {
      const digits = data.get('number').replace(/\D/g, '');
      if (digits.length < 7 || digits.length > 15) {
        refused.textContent = t('refused number');
        dialog.querySelector('[name=number]').focus();
        return false;
      }
      if (phoneOf(digits)) {
        refused.textContent = t('number taken');
        return false;
      }
      if (!(await attempt(() => call('POST', phonePath(digits), { name: data.get('name').trim() || `+${digits}` })))) return false;
      await refreshPhones();
      void pickUp(digits);
      return true;
    },
  });
}

const randomDigits = (n) => String(Math.floor(Math.random() * 10 ** n)).padStart(n, '0');
