import type { EventFact } from './fact.ts';
import { asList, asNumber, asRecord, asText, type Json } from './json.ts';

export type MessageKind = 'message' | 'file' | 'note' | 'call' | 'poll' | 'place';
export type FileRef = { readonly mxc: string; readonly name: string; readonly mimetype: string; readonly size: number | null };

const noteType = 'io.holdfast.note';
const pollStarts: ReadonlySet<string> = new Set(['m.poll.start', 'org.matrix.msc3381.poll.start']);
const fileTypes: ReadonlySet<string> = new Set(['m.image', 'm.video', 'm.audio', 'm.file']);

const relation = (content: Json): Json => asRecord(content['m.relates_to']);
/** The event that this one replaces the words of. */
export const editedBy = ({ type, content }: EventFact): string | null => (type !== 'm.reaction' && relation(content)['rel_type'] === 'm.replace' ? asText(relation(content)['event_id']) : null);
export const reactsTo = ({ type, content }: EventFact): { target: string; key: string } | null => {
  const target = asText(relation(content)['event_id']);
  return type === 'm.reaction' && target !== null ? { target, key: asText(relation(content)['key']) ?? '' } : null;
};
export const answersTo = (content: Json): string | null => asText(asRecord(relation(content)['m.in_reply_to'])['event_id']);
/** What an edit says now; of anything else its own content. */
export const newContent = (event: EventFact): Json => (editedBy(event) === null ? event.content : 'm.new_content' in event.content ? asRecord(event.content['m.new_content']) : event.content);
export const typedOnHandset = ({ content }: EventFact): boolean => typeof content['fi.mau.double_puppet_source'] === 'string';

/** What a reader sees as a message of its own; null for state, receipts, reactions and all that speaks about another event. */
export function messageKind({ type, content, stateKey }: EventFact): MessageKind | null {
  if (stateKey !== null || type === 'm.room.redaction' || type === 'm.reaction') return null;
  if (type === noteType) return 'note';
  if (type.startsWith('m.call.') || asRecord(content['com.beeper.action_message'])['type'] === 'call') return 'call';
  if (pollStarts.has(type)) return 'poll';
  if (type === 'm.sticker' || fileTypes.has(asText(content['msgtype']) ?? '')) return 'file';
  if (content['msgtype'] === 'm.location') return 'place';
  if (type === 'm.room.message') return 'message';
  return typeof content['body'] === 'string' ? 'message' : null;
}

export function fileOf(content: Json): FileRef | null {
  const mxc = asText(content['url']) ?? asText(asRecord(content['file'])['url']);
  if (mxc === null) return null;
  const info = asRecord(content['info']);
  return { mxc, name: asText(content['filename']) ?? asText(content['body']) ?? 'file', mimetype: asText(info['mimetype']) ?? 'application/octet-stream', size: asNumber(info['size']) };
}

/** Old clients put the words they answer before their own. */
function ownWords(content: Json): string {
  const body = asText(content['body']) ?? '';
  if (answersTo(content) === null || !(asText(content['formatted_body']) ?? '').startsWith('<mx-reply>')) return body;
  const lines = body.split('\n');
  const first = lines.findIndex((line) => !line.startsWith('> '));
  return first > 0 && lines[first] === '' ? lines.slice(first + 1).join('\n') : body;
}

function pollWords(content: Json): string {
  const poll = asRecord(content['m.poll'] ?? content['org.matrix.msc3381.poll.start']);
  const words = (value: unknown): string => asText(asRecord(value)['body']) ?? asText(asRecord(value)['org.matrix.msc1767.text']) ?? asList(asRecord(value)['m.text']).map((each) => asText(asRecord(each)['body']) ?? '').join(' ');
  return [words(poll['question']), ...asList(poll['answers']).map((answer) => `· ${words(answer)}`)].join('\n').trim();
}

/** The words of one version, with the name of a file and the question of a poll: what is shown, searched and exported. */
export function wordsOf(event: EventFact): string {
  const content = newContent(event);
  if (pollStarts.has(event.type)) return pollWords(content);
  const file = fileOf(content);
  const body = ownWords(content);
  if (file) return body === '' || body === file.name ? file.name : `${file.name}\n${body}`;
  const place = content['msgtype'] === 'm.location' ? asText(content['geo_uri']) : null;
  return place === null ? body : [body, place].filter((part) => part !== '').join('\n');
}
