import type { MessageBody, Preview } from '../../ipc/index.ts';

const most = 240;

/** One line of at most 240 characters, never cut through a character. */
export function oneLine(text: string): string {
  const line = text.slice(0, most * 4).replace(/\s+/gu, ' ').trim();
  if (line.length <= most) return line;
  const cut = line.slice(0, most - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** A message in one line; the screen puts the word for its kind before it. */
export function previewOf(body: MessageBody): Preview {
  switch (body.kind) {
    case 'text':
    case 'note':
    case 'call':
      return { kind: body.kind, text: oneLine(body.text) };
    case 'unsupported':
      return { kind: 'none', text: oneLine(body.text) };
    case 'location':
      return { kind: 'location', text: oneLine(body.name ?? '') };
    case 'contact':
      return { kind: 'contact', text: oneLine(body.name) };
    case 'poll':
      return { kind: 'poll', text: oneLine(body.question) };
    case 'deleted':
      return { kind: 'deleted', text: '' };
    case 'file':
      return { kind: 'file', text: oneLine(body.caption?.text ?? body.media.name) };
    default:
      return { kind: body.kind, text: oneLine(body.caption?.text ?? '') };
  }
}
