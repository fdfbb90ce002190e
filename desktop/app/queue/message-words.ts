import type { QueueMessages, UserId } from '@holdfast/contract';

export type QueuedMessage = QueueMessages['messages'][number];

/** What can be read of a message before the conversation is one's own: its words, or the name of its file. Null for what has none. */
export function wordsOf({ type, content }: QueuedMessage): { kind: 'text' | 'file' | 'other'; text: string } | null {
  const body = typeof content['body'] === 'string' ? content['body'] : '';
  if (type === 'm.sticker') return { kind: 'file', text: body };
  if (type !== 'm.room.message') return null;
  const relation = content['m.relates_to'] as { rel_type?: string } | undefined;
  if (relation?.rel_type === 'm.replace') return null; // the corrected text stands in the message itself
  const msgtype = content['msgtype'];
  if (msgtype === 'm.text' || msgtype === 'm.notice' || msgtype === 'm.emote') return { kind: 'text', text: body };
  return typeof msgtype === 'string' ? { kind: body === '' ? 'other' : 'file', text: body } : null;
}

/** Employees and service users write for the company; everybody else in a portal is the client's side (contract: ghosts are never employees). */
export const isCompany = (sender: UserId, colleagues: ReadonlySet<string>): boolean => colleagues.has(sender) || sender.startsWith('@acct_');
