import type { MatrixEvent } from '../../ipc/index.ts';
import { deliveryEventType, messageStatusType, noteEventType, pollEndTypes, pollResponseTypes, pollStartTypes } from '../matrix-words.ts';
import { kinds, type Kind } from './kinds.ts';

export type Content = Readonly<Record<string, unknown>>;

export const asRecord = (value: unknown): Content => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Content) : {});
export const asText = (value: unknown): string | null => (typeof value === 'string' ? value : null);
export const asNumber = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
export const asWhole = (value: unknown): number | null => {
  const number = asNumber(value);
  return number === null ? null : Math.round(number);
};

const relation = (content: Content) => asRecord(content['m.relates_to']);
const related = (content: Content): string | null => asText(relation(content)['event_id']);

export type Classified = { readonly kind: Kind; readonly target: string | null };

const messageKinds: Readonly<Record<string, Kind>> = {
  'm.text': kinds.text, 'm.notice': kinds.text, 'm.emote': kinds.text, 'm.image': kinds.image, 'm.video': kinds.video, 'm.file': kinds.file, 'm.location': kinds.location,
};

const isCard = (content: Content): boolean =>
  /^text\/(x-)?vcard/i.test(asText(asRecord(content['info'])['mimetype']) ?? '') || /\.vcf$/i.test(asText(content['filename']) ?? asText(content['body']) ?? '');

function messageKind(content: Content): Kind {
  if (asRecord(content['com.beeper.action_message'])['type'] === 'call') return kinds.call;
  const msgtype = asText(content['msgtype']);
  if (msgtype === 'm.audio') return 'org.matrix.msc3245.voice' in content || 'm.voice' in content ? kinds.voice : kinds.audio;
  if (msgtype === 'm.file' && isCard(content)) return kinds.contact;
  return (msgtype !== null && messageKinds[msgtype]) || kinds.unsupported;
}

const repliedTo = (content: Content): string | null => asText(asRecord(relation(content)['m.in_reply_to'])['event_id']);
const replaces = (content: Content): boolean => relation(content)['rel_type'] === 'm.replace' && related(content) !== null;

/**
 * What an event is and which other event it speaks about. State is never an item; of types nobody here knows, only those
 * with words of their own are shown (as unsupported), so that nothing a client said is dropped in silence.
 */
export function classify(event: MatrixEvent): Classified {
  const { content, type } = event;
  if (event.state_key !== undefined) return { kind: kinds.other, target: null };
  if (type === 'm.room.redaction') return { kind: kinds.redaction, target: event.redacts ?? asText(content['redacts']) };
  if (type === 'm.reaction') return { kind: kinds.reaction, target: related(content) };
  if (type === deliveryEventType) return { kind: kinds.gateWord, target: related(content) };
  if (type === messageStatusType) return { kind: kinds.bridgeWord, target: related(content) };
  if (pollResponseTypes.includes(type)) return { kind: kinds.vote, target: related(content) };
  if (pollEndTypes.includes(type)) return { kind: kinds.pollEnd, target: related(content) };
  if (replaces(content)) return { kind: kinds.edit, target: related(content) };
  const target = repliedTo(content);
  if (type === 'm.room.message') return { kind: messageKind(content), target };
  if (type === 'm.sticker') return { kind: kinds.sticker, target };
  if (type === noteEventType) return { kind: kinds.note, target: null };
  if (pollStartTypes.includes(type)) return { kind: kinds.poll, target };
  if (type === 'm.room.encrypted' || typeof content['body'] === 'string') return { kind: kinds.unsupported, target };
  return { kind: kinds.other, target: null };
}

/** The homeserver gives withdrawn events without their content. */
export function isPruned(event: MatrixEvent, kind: Kind): boolean {
  if (event.unsigned?.['redacted_because'] !== undefined) return true;
  return kind === kinds.unsupported && event.type === 'm.room.message' && Object.keys(event.content).length === 0;
}
