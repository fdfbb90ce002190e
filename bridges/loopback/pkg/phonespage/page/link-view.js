import { call, phonePath } from './api.js';
import { field } from './dialog.js';
import { h } from './dom.js';
import { refreshPhones } from './live.js';
import { attempt, tell } from './news.js';
import { t } from './words.js';

/** Links the box to this number, as its owner would on the phone itself: by the code of a QR picture, or by one sent to it. */
export function linkPart(phone) {
  const code = field(t('qr text'), { name: 'code', required: true, spellcheck: 'false' }, t('qr hint'));
  const form = h('form', { class: 'link-form' }, code, h('button', { type: 'submit', class: 'button' }, t('scan')));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const input = form.querySelector('input');
    if (!(await attempt(() => call('POST', '/qr/scan', { code: input.value.trim(), number: phone.number })))) return;
    input.value = '';
    tell(t('scanned'));
    await refreshPhones();
  });
  return h(
    'details', { class: 'part link-part' }, h('summary', {}, t('link')),
    form,
    h('button', { type: 'button', class: 'button', onclick: () => showCode(phone.number) }, t('show code')),
  );
}

async function showCode(number) {
  let found;
  if (await attempt(async () => { found = await call('GET', phonePath(number).replace('/phones/', '/codes/')); })) tell(t('code is', { code: found.code }));
}
