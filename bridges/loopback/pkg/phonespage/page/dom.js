import { strokes } from './icons.js';

const properties = new Set(['value', 'checked', 'disabled', 'hidden', 'src', 'type', 'tabIndex', 'inert', 'htmlFor']);

/** Builds an element. A string only ever becomes a text node: nothing that a phone received is parsed as markup. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'class') element.className = value;
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (properties.has(name)) element[name] = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const svgSpace = 'http://www.w3.org/2000/svg';

export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(svgSpace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** A picture that says nothing: whatever carries it has its own words. */
export function icon(name, size = 20) {
  return svg(
    'svg',
    { class: `icon icon-${name}`, viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true', focusable: 'false' },
    ...strokes[name].map((d) => svg('path', { d })),
  );
}

export function iconButton(name, label, onclick, more = {}) {
  const { class: extra, ...rest } = more;
  return h('button', { type: 'button', class: `icon-button ${extra ?? ''}`, 'aria-label': label, title: label, onclick, ...rest }, icon(name));
}

/**
 * Makes a list show the items: what has not changed stays the same element, so that a recording goes on playing, a
 * selection stands and the focus is not lost while news come in.
 */
export function keyed(parent, items, { key, sign, make }) {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let at = parent.firstElementChild;
  for (const item of items) {
    const id = String(key(item));
    const signature = sign(item);
    let child = old.get(id);
    old.delete(id);
    if (!child || child.signature !== signature) {
      const fresh = make(item);
      fresh.dataset.key = id;
      fresh.signature = signature;
      if (child) {
        const focused = child.contains(document.activeElement);
        if (at === child) at = fresh;
        child.replaceWith(fresh);
        if (focused) focusIn(fresh);
      }
      child = fresh;
    }
    if (child === at) at = at.nextElementSibling;
    else parent.insertBefore(child, at);
  }
  for (const gone of old.values()) gone.remove();
}

export function focusIn(element) {
  const target = element.matches('button, [tabindex]') ? element : element.querySelector('button, [tabindex], input, textarea');
  target?.focus({ preventScroll: true });
}

/** Somebody's name or text, kept from turning round what stands beside it. */
export const bdi = (text, attributes = {}) => h('bdi', { dir: 'auto', ...attributes }, text);

/** Scrolls the list that something stands in, and nothing around it: a phone's own frame stays where it is. */
export function bringToTheMiddle(element, behavior = 'instant') {
  const scroller = element.closest('.scroller');
  const { top, height } = element.getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  scroller.scrollTo({ top: scroller.scrollTop + top - frame.top - (frame.height - height) / 2, behavior });
}
