import type { MessageBody } from '../../ipc/index.ts';
import { bodyOf } from '../events/body.ts';
import { attach, kinds, type Kind } from '../events/kinds.ts';
import { pollQuestion } from '../events/poll.ts';
import type { Content } from '../events/classify.ts';

/** What a person would search an item for: its words, caption, file name, name on the card, question and options. */
export function searchableText(kind: Kind, content: Content): string {
  if (kind === kinds.poll) {
    const poll = pollQuestion(content);
    return [poll.question, ...poll.options.map(({ text }) => text)].join('\n');
  }
  return textOf(bodyOf(kind, content));
}

function textOf(body: MessageBody): string {
  switch (body.kind) {
    case 'text':
    case 'note':
    case 'call':
    case 'unsupported':
      return body.text;
    case 'location':
    case 'contact':
      return body.name ?? '';
    case 'poll':
      return body.question;
    case 'deleted':
      return '';
    default: {
      const caption = body.caption?.text ?? '';
      // Names that bridges make up for nameless files say nothing.
      const name = body.kind === 'voice' || body.kind === 'sticker' ? '' : body.media.name;
      return caption === '' ? name : `${caption}\n${name}`;
    }
  }
}

export const searchKinds = ['text', 'file', 'image', 'voice', 'note', 'link'] as const;
export type SearchKind = (typeof searchKinds)[number];
const marksOfKind: Readonly<Partial<Record<Kind, SearchKind>>> = {
  [kinds.image]: 'image', [kinds.video]: 'image', [kinds.sticker]: 'image', [kinds.voice]: 'voice', [kinds.audio]: 'file', [kinds.file]: 'file', [kinds.contact]: 'file', [kinds.note]: 'note',
};

export const kindMark = (kind: SearchKind): string => `k${kind}`;
export const roomMark = (room: number): string => `r${room}`;
export const senderMark = (sender: number): string => `u${sender}`;

/** Words of the second column: where, who and what, so that filters are word lists too and never walk through foreign hits. */
export function marksOf(row: { readonly room: number; readonly sender: number; readonly kind: Kind; readonly attach: number }): string {
  const kindWords = [kindMark(marksOfKind[row.kind] ?? 'text'), ...((row.attach & attach.links) === 0 ? [] : [kindMark('link')])];
  return [roomMark(row.room), senderMark(row.sender), ...kindWords].join(' ');
}
