import type { QueueMessages } from '@holdfast/contract';

export type QueueLine = {
  readonly eventId: string;
  readonly at: number;
  readonly sender: string;
  /** What was written; null when only its kind can be said. */
  readonly text: string | null;
  readonly kind: 'text' | 'image' | 'video' | 'audio' | 'file' | 'sticker' | 'location' | 'other';
  readonly name: string | null;
};

const kinds: Readonly<Record<string, QueueLine['kind']>> = { 'm.image': 'image', 'm.video': 'video', 'm.audio': 'audio', 'm.file': 'file', 'm.location': 'location' };
const wordy: ReadonlySet<unknown> = new Set(['m.text', 'm.notice', 'm.emote']);

/** The end of a conversation as lines to be read, oldest first; what is no message (members, states, edits of what is gone) is left out. */
export function linesOf(messages: QueueMessages['messages']): readonly QueueLine[] {
  return messages
    .filter(({ type, content }) => (type === 'm.room.message' || type === 'm.sticker') && !isEdit(content))
    .map(({ eventId, originServerTs, sender, type, content }) => {
      const body = typeof content['body'] === 'string' ? content['body'] : null;
      const isText = wordy.has(content['msgtype']);
      const kind = isText ? ('text' as const) : type === 'm.sticker' ? ('sticker' as const) : (kinds[String(content['msgtype'])] ?? ('other' as const));
      const name = typeof content['filename'] === 'string' ? content['filename'] : null;
      return { eventId, at: originServerTs, sender, text: isText || (name !== null && body !== name) ? body : null, kind, name: kind === 'file' ? (name ?? body) : null };
    })
    .sort((one, other) => one.at - other.at);
}

function isEdit(content: Readonly<Record<string, unknown>>): boolean {
  const relation = content['m.relates_to'];
  return typeof relation === 'object' && relation !== null && (relation as Record<string, unknown>)['rel_type'] === 'm.replace';
}
