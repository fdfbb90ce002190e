import DOMPurify from 'dompurify';
import { findLinks, needsTarget, safeTarget, targetName } from './links.ts';

/** Tags of the Matrix specification (client-server API, m.room.message, HTML), without pictures, colours and styles. */
const tags = [
  'a', 'b', 'blockquote', 'br', 'caption', 'code', 'del', 'details', 'div', 'em', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'i', 'li', 'ol', 'p', 'pre', 's', 'span', 'strong', 'sub', 'summary',
  'sup', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'u', 'ul',
];
/** Gone with what they hold; of everything else that is not allowed the text stays. */
const removedWhole = ['mx-reply', 'script', 'style', 'template', 'iframe', 'object', 'embed', 'svg', 'math', 'noscript', 'noembed', 'noframes', 'textarea', 'select', 'title', 'head', 'audio', 'video'];

const cleaner = DOMPurify(window);
cleaner.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName !== 'A') return;
  const href = safeTarget(node.getAttribute('href') ?? '');
  if (href === null) node.removeAttribute('href');
  else node.setAttribute('href', href);
});

/** Foreign HTML made harmless. The one place of the app where HTML comes from; the Trusted Types policy is `dompurify`. */
export function sanitise(html: string): TrustedHTML {
  return cleaner.sanitize(html, {
    ALLOWED_TAGS: tags,
    ALLOWED_ATTR: ['href', 'start'],
    ALLOW_ARIA_ATTR: false,
    ALLOW_DATA_ATTR: false,
    FORBID_CONTENTS: removedWhole,
    KEEP_CONTENT: true,
    RETURN_TRUSTED_TYPE: true,
  });
}

function linkElement(document: Document, text: string, href: string): HTMLAnchorElement {
  const link = document.createElement('a');
  link.textContent = text;
  link.setAttribute('href', href);
  return link;
}

/** Makes links of the addresses that stand in plain text, and says behind every link where it leads unless its words do. */
function finishLinks(root: HTMLElement): void {
  const document = root.ownerDocument;
  const walker = document.createTreeWalker(root, 4 /* NodeFilter.SHOW_TEXT */);
  const texts: Text[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) texts.push(node as Text);
  for (const text of texts) {
    if (text.parentElement?.closest('a, code, pre')) continue;
    const segments = findLinks(text.data);
    if (!segments.some((segment) => segment.href !== null)) continue;
    text.replaceWith(...segments.map((segment) => (segment.href === null ? document.createTextNode(segment.text) : linkElement(document, segment.text, segment.href))));
  }
  for (const link of root.querySelectorAll('a')) {
    const href = link.getAttribute('href');
    if (href === null) continue;
    link.setAttribute('rel', 'noopener noreferrer');
    link.setAttribute('title', href);
    link.setAttribute('dir', 'auto');
    if (!needsTarget(link.textContent, href)) continue;
    const target = document.createElement('bdi');
    target.className = 'conversation-link-target';
    target.textContent = ` (${targetName(href)})`;
    link.append(target);
  }
}

/** Draws a foreign formatted text into an element. Repeating it draws it anew. */
export function drawHtml(element: HTMLElement, html: string): void {
  element.innerHTML = sanitise(html) as unknown as string;
  finishLinks(element);
  for (const block of element.querySelectorAll('p, li, blockquote, td, th, pre, h1, h2, h3, h4, h5, h6, div')) block.setAttribute('dir', 'auto');
}
