import { h, icon } from './dom.js';

let open = null;

/**
 * Opens a menu beside whatever was pressed; 'line' parts its groups. `above` stands over its items, outside the list. Arrow keys walk, Escape and a
 * press elsewhere close, and the focus goes back to where it came from.
 */
export function openMenu(anchor, items, { label, above = null, at = null } = {}) {
  closeMenu();
  const list = h('div', { class: 'menu-list', role: 'menu', 'aria-label': label }, items.filter(Boolean).map((item) => (item === 'line' ? h('div', { class: 'menu-line', role: 'separator' }) : row(item))));
  const menu = h('div', { class: 'menu', popover: 'auto' }, above, list);
  if (items.length === 0) list.remove();
  (anchor.closest('main') ?? document.body).append(menu);
  menu.showPopover();
  place(menu, at ?? anchor.getBoundingClientRect());
  anchor.setAttribute('aria-expanded', 'true');
  menu.addEventListener('toggle', ({ newState }) => {
    if (newState !== 'closed') return;
    const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
    anchor.removeAttribute('aria-expanded');
    menu.remove();
    if (open === menu) open = null;
    if (hadFocus && anchor.isConnected) anchor.focus({ preventScroll: true });
  });
  menu.addEventListener('keydown', (event) => walk(menu, event));
  open = menu;
  menu.querySelector('button')?.focus();
  return menu;
}

export function closeMenu() {
  if (open?.matches(':popover-open')) open.hidePopover();
}

function row({ icon: name, label, act, checked, danger }) {
  return h(
    'button',
    {
      type: 'button',
      class: `menu-row ${danger ? 'is-danger' : ''}`,
      role: checked === undefined ? 'menuitem' : 'menuitemradio',
      'aria-checked': checked === undefined ? null : String(checked),
      tabIndex: -1,
      onclick: () => {
        closeMenu();
        act();
      },
    },
    icon(checked ? 'check' : (name ?? 'blank'), 18),
    label,
  );
}

function place(menu, { left, right, top, bottom }) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const gap = 4;
  const x = left + width + gap < innerWidth ? left : right - width;
  const y = bottom + height + 2 * gap < innerHeight ? bottom + gap : Math.max(gap, top - height - gap);
  menu.style.left = `${Math.max(gap, Math.min(x, innerWidth - width - gap))}px`;
  menu.style.top = `${y}px`;
}

const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

function walk(menu, event) {
  const buttons = [...menu.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement);
  if (event.key in steps) buttons.at((at + steps[event.key] + buttons.length) % buttons.length).focus();
  else if (event.key === 'Home') buttons[0].focus();
  else if (event.key === 'End') buttons.at(-1).focus();
  else if (event.key === 'Tab') closeMenu();
  else return;
  event.preventDefault();
}
