import { keepKey } from './api.js';
import { field } from './dialog.js';
import { h, icon } from './dom.js';
import { t } from './words.js';

/** Without a key nothing is shown: it stands in the address the trial prints, and can be typed here. */
export function keyView(opened, wasRefused) {
  const form = h(
    'form', { class: 'key-form' },
    icon('phone', 40), h('h1', {}, t('phones')), h('p', {}, t('key words')),
    field(t('key'), { name: 'key', type: 'password', required: true, autocomplete: 'off' }),
    wasRefused && h('p', { class: 'field-wrong', role: 'alert' }, t('key refused')),
    h('button', { type: 'submit', class: 'button is-main' }, t('open')),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    keepKey(new FormData(form).get('key'));
    opened();
  });
  return h('main', { class: 'key-page' }, form);
}
