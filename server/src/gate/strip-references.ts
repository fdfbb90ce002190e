import render from 'dom-serializer';
import { isTag, Text, type AnyNode, type Element } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import { removeElement, replaceElement, textContent } from 'domutils';

type Content = Readonly<Record<string, unknown>>;

/** Whether something a message points at may be shown to the client: a ghost may, a colleague may not. */
export type MayShow = (reference: string) => boolean;

/**
 * The copy of a content that leaves the box: mentions, pills and reply fallbacks of colleagues and of anything that was
 * not delivered are taken out; the words stay. The original stands unchanged in the record. Pure.
 */
export function stripReferences(content: Content, mayShow: MayShow): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...content };
  if (isRecord(copy['m.mentions'])) copy['m.mentions'] = stripMentions(copy['m.mentions'], mayShow);
  if (isRecord(copy['m.relates_to']) && typeof copy['body'] === 'string' && copy['m.relates_to']['m.in_reply_to'] !== undefined) {
    copy['body'] = stripReplyFallback(copy['body']);
  }
  if (typeof copy['formatted_body'] === 'string') {
    const html = stripHtml(copy['formatted_body'], mayShow);
    if (html === null) {
      delete copy['formatted_body'];
      delete copy['format'];
    } else copy['formatted_body'] = html;
  }
  if (isRecord(copy['m.new_content'])) copy['m.new_content'] = stripReferences(copy['m.new_content'], mayShow);
  delete copy['reason']; // of a redaction: a remark for colleagues
  return copy;
}

function stripMentions(mentions: Record<string, unknown>, mayShow: MayShow): Record<string, unknown> {
  const listed = Array.isArray(mentions['user_ids']) ? (mentions['user_ids'] as unknown[]) : [];
  const shown = listed.filter((id): id is string => typeof id === 'string' && mayShow(id));
  return shown.length > 0 ? { user_ids: shown } : {};
}

/** Matrix spec, fallbacks for rich replies: leading lines that start with '> ', then one empty line. */
function stripReplyFallback(body: string): string {
  const lines = body.split('\n');
  if (!lines[0]?.startsWith('> <')) return body;
  const first = lines.findIndex((line) => !line.startsWith('>'));
  if (first === -1) return '';
  return lines.slice(lines[first] === '' ? first + 1 : first).join('\n');
}

/** Null for HTML nested beyond any honest message: the plain body says it all, and nothing recurses into it. */
function stripHtml(html: string, mayShow: MayShow): string | null {
  if (!html.includes('<')) return html;
  const document = parseDocument(html, { decodeEntities: false });
  const found = elements(document.children);
  if (found === null) return null;
  for (const element of found) {
    if (element.name === 'mx-reply') removeElement(element);
    else if (element.name === 'a' && pointsInside(element.attribs['href'] ?? '', mayShow)) replaceElement(element, new Text(textContent(element)));
  }
  return render(document, { encodeEntities: false, decodeEntities: false });
}

/** A matrix.to or matrix: link to a colleague, to one of our rooms or to an event: none of the client's business. */
function pointsInside(href: string, mayShow: MayShow): boolean {
  const target = /^https?:\/\/matrix\.to\/#\/([^?]+)/i.exec(href)?.[1] ?? /^matrix:(.+)$/i.exec(href)?.[1];
  if (target === undefined) return false;
  let decoded: string;
  try {
    decoded = decodeURIComponent(target);
  } catch {
    return true; // not a link anybody could follow; the words stay
  }
  return !(decoded.startsWith('@') && mayShow(decoded));
}

const deepestHonestNesting = 100; // Matrix spec, m.room.message msgtypes: clients limit nesting to 100

function elements(roots: readonly AnyNode[]): Element[] | null {
  const found: Element[] = [];
  let level: readonly AnyNode[] = roots;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepestHonestNesting) return null;
    const tags = level.filter(isTag);
    found.push(...tags);
    level = tags.flatMap((tag) => tag.children);
  }
  return found;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
