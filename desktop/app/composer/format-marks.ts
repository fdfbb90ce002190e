/**
 * *bold*, _italic_, ~strike~ and `code` as people type them in messengers, turned into the few tags a bridge understands.
 * Everything else is escaped: what comes out holds no tag but these, whatever went in.
 */
const marks: Readonly<Record<string, { readonly tag: string; readonly feature: string }>> = {
  '*': { tag: 'strong', feature: 'bold' },
  _: { tag: 'em', feature: 'italic' },
  '~': { tag: 'del', feature: 'strikethrough' },
  '`': { tag: 'code', feature: 'inline_code' },
};
const address = /(?:https?:\/\/|www\.)\S+|\S+@\S+\.\S+/gu;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeHtml = (text: string): string => text.replace(/[&<>"]/gu, (sign) => escapes[sign]!);

const isEdge = (sign: string | undefined): boolean => sign === undefined || /[\s\p{P}\p{S}]/u.test(sign);
const isSpace = (sign: string | undefined): boolean => sign === undefined || /\s/u.test(sign);

/** A mark opens before a word and closes behind one, on the same line; inside of words and addresses it is a letter. */
function closingAt(line: string, from: number, mark: string, protectedFrom: (index: number) => boolean): number {
  if (isSpace(line[from + 1]) || line[from + 1] === mark || !isEdge(line[from - 1])) return -1;
  for (let at = line.indexOf(mark, from + 2); at !== -1; at = line.indexOf(mark, at + 1)) {
    if (!isSpace(line[at - 1]) && isEdge(line[at + 1]) && line[at + 1] !== mark && !protectedFrom(at)) return at;
  }
  return -1;
}

function formatLine(line: string, allowed: ReadonlySet<string>, depth: number): { html: string; isFormatted: boolean } {
  const addresses = [...line.matchAll(address)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  const isProtected = (index: number): boolean => addresses.some(({ start, end }) => index > start && index < end - 1);
  let html = '';
  let isFormatted = false;
  let plainFrom = 0;
  for (let at = 0; at < line.length; at++) {
    const mark = marks[line[at]!];
    if (!mark || depth > 3 || !allowed.has(mark.feature) || isProtected(at)) continue;
    const end = closingAt(line, at, line[at]!, isProtected);
    if (end === -1) continue;
    const inner = line.slice(at + 1, end);
    html += escapeHtml(line.slice(plainFrom, at));
    html += `<${mark.tag}>${mark.tag === 'code' ? escapeHtml(inner) : formatLine(inner, allowed, depth + 1).html}</${mark.tag}>`;
    isFormatted = true;
    at = end;
    plainFrom = end + 1;
  }
  return { html: html + escapeHtml(line.slice(plainFrom)), isFormatted };
}

/** The formatted form of a text, or null when nothing in it is formatted or the network knows no formatting. */
export function formatMarks(text: string, formatting: readonly string[]): string | null {
  const allowed = new Set(formatting);
  if (!Object.values(marks).some(({ feature }) => allowed.has(feature))) return null;
  const lines = text.split('\n').map((line) => formatLine(line, allowed, 0));
  return lines.some((line) => line.isFormatted) ? lines.map((line) => line.html).join('<br>') : null;
}
