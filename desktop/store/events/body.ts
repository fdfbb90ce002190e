import type { UserId } from '@holdfast/contract';
import type { MessageBody } from '../../ipc/index.ts';
import { asRecord, asText, type Content } from './classify.ts';
import { kinds, type Kind } from './kinds.ts';
import { mediaPart } from './media-part.ts';

/** Clients of old times put the quoted words before their own; the quote is drawn from the event itself. */
function withoutQuote(content: Content): { text: string; html: string | null } {
  const body = asText(content['body']) ?? '';
  const html = asText(content['formatted_body']);
  const replies = asRecord(asRecord(content['m.relates_to'])['m.in_reply_to'])['event_id'] !== undefined;
  if (!replies || html === null || !html.startsWith('<mx-reply>')) return { text: body, html };
  const lines = body.split('\n');
  let first = 0;
  while (lines[first]?.startsWith('> ') === true) first += 1;
  const text = first > 0 && lines[first] === '' ? lines.slice(first + 1).join('\n') : body;
  return { text, html: html.replace(/^<mx-reply>[\s\S]*?<\/mx-reply>/, '') };
}

/** MSC2530: with a `filename` of its own, the body is what was written under the file. */
function captionOf(content: Content): { text: string; html: string | null } | null {
  const name = asText(content['filename']);
  const { text, html } = withoutQuote(content);
  return name !== null && text !== '' && text !== name ? { text, html } : null;
}

const plainMimes: Readonly<Record<number, string>> = { [kinds.image]: 'image/*', [kinds.video]: 'video/*', [kinds.voice]: 'audio/ogg', [kinds.audio]: 'audio/*', [kinds.sticker]: 'image/*' };
const fileKinds = { [kinds.image]: 'image', [kinds.video]: 'video', [kinds.voice]: 'voice', [kinds.audio]: 'audio', [kinds.file]: 'file', [kinds.sticker]: 'sticker' } as const;

function fileBody(kind: keyof typeof fileKinds, content: Content): MessageBody {
  const media = mediaPart(content, plainMimes[kind] ?? 'application/octet-stream');
  return { kind: fileKinds[kind], media, caption: kind === kinds.sticker ? null : captionOf(content) };
}

function locationBody(content: Content): MessageBody {
  const uri = asText(content['geo_uri']) ?? asText(asRecord(content['org.matrix.msc3488.location'])['uri']) ?? '';
  const match = /^geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)/.exec(uri);
  const text = asText(content['body']) ?? '';
  if (!match) return { kind: 'unsupported', text };
  const described = asText(asRecord(content['org.matrix.msc3488.location'])['description']);
  // Bridges write "Location: <name>" above the coordinates; without a name the body is the coordinates alone.
  const named = described ?? (text.split('\n')[0] ?? '').replace(/^Location: /, '');
  const name = named === '' || named.startsWith('geo:') || named === 'Location' ? null : named;
  return { kind: 'location', latitude: Number(match[1]), longitude: Number(match[2]), name };
}

/**
 * Bridges tell of a call in English words and mark only its type. Somebody spoke when the words say so; everything else
 * (missed, declined, a ring whose end is not told) is a call in vain: better one too many to call back than one too few.
 */
const taken = /\b(answered|accepted|ended|taken)\b/i;
function callBody(content: Content): MessageBody {
  const text = asText(content['body']) ?? '';
  return { kind: 'call', video: asRecord(content['com.beeper.action_message'])['call_type'] === 'video', missed: !taken.test(text) || /^missed/i.test(text), text };
}

const mentioned = (content: Content): UserId[] => {
  const users = asRecord(content['m.mentions'])['user_ids'];
  return Array.isArray(users) ? users.filter((user): user is UserId => typeof user === 'string' && user.startsWith('@')).slice(0, 100) : [];
};

/** What a message says, from its present content. Polls are counted elsewhere: their votes are other events. */
export function bodyOf(kind: Kind, content: Content): Exclude<MessageBody, { kind: 'poll' | 'deleted' }> {
  switch (kind) {
    case kinds.text:
      return { kind: 'text', ...withoutQuote(content), emote: content['msgtype'] === 'm.emote' };
    case kinds.image:
    case kinds.video:
    case kinds.voice:
    case kinds.audio:
    case kinds.file:
    case kinds.sticker:
      return fileBody(kind, content) as Exclude<MessageBody, { kind: 'poll' | 'deleted' }>;
    case kinds.location:
      return locationBody(content) as Exclude<MessageBody, { kind: 'poll' | 'deleted' }>;
    case kinds.contact: {
      const media = mediaPart(content, 'text/vcard');
      return { kind: 'contact', name: media.name.replace(/\.vcf$/i, ''), media };
    }
    case kinds.call:
      return callBody(content) as Exclude<MessageBody, { kind: 'poll' | 'deleted' }>;
    case kinds.note:
      return { kind: 'note', text: asText(content['body']) ?? '', mentions: mentioned(content) };
    default:
      return { kind: 'unsupported', text: asText(content['body']) ?? '' };
  }
}
