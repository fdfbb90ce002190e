import { h, iconButton } from './dom.js';
import { t } from './words.js';

/**
 * Asks for something in a box of its own. `act` gets the form's data when it is sent; the dialog closes unless it answers
 * false. The verb says what will happen.
 */
export function ask({ title, body, verb, act }) {
  const send = h('button', { type: 'submit', class: 'button is-main' }, verb);
  const form = h(
    'form',
    { method: 'dialog', class: 'dialog-form' },
    h('header', { class: 'dialog-head' }, h('h2', { id: 'dialog-title' }, title), iconButton('close', t('close'), () => dialog.close())),
    h('div', { class: 'dialog-body' }, body),
    h('footer', { class: 'dialog-foot' }, h('button', { type: 'button', class: 'button', onclick: () => dialog.close() }, t('not now')), send),
  );
  const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': 'dialog-title' }, form);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (send.disabled) return;
    send.disabled = true;
    try {
      if ((await act(new FormData(form), form)) !== false) dialog.close();
    } finally {
      send.disabled = false;
    }
  });
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  (form.querySelector('.dialog-body input, .dialog-body textarea, .dialog-body button') ?? send).focus();
  return dialog;
}

/** A field under its label. */
export function field(label, attributes, hint = null) {
  return h('label', { class: 'field' }, h('span', { class: 'field-label' }, label), h('input', { type: 'text', autocomplete: 'off', ...attributes }), hint && h('span', { class: 'field-hint' }, hint));
}

/** A switch with what it means beside it. */
export function toggle(label, { checked, act, hint = null, disabled = false }) {
  const input = h('input', { type: 'checkbox', role: 'switch', class: 'switch', checked, disabled, onchange: () => act(input.checked) });
  return h('label', { class: 'toggle' }, h('span', { class: 'toggle-words' }, label, hint && h('span', { class: 'field-hint' }, hint)), input);
}
