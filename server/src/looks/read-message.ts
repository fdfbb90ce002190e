import { noteEventType, type EventId, type LookedMessage, type UserId } from '@holdfast/contract';
import type { RoomEvent } from '../matrix/index.ts';

export type Witness = {
  readonly serviceUserId: string | null;
  isGhost(userId: string): boolean;
  nameOf(userId: string): string | undefined;
  verdictOf(eventId: string): { readonly verdict: string; readonly code: string | null } | undefined;
};

type Content = Readonly<Record<string, unknown>>;
const record = (value: unknown): Content | undefined => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Content) : undefined);
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** One event of the homeserver as a look shows it. Pure; content nobody expected shows as nothing, never as a fault. */
export function readMessage({ eventId, sender, type, originServerTs, content, unsigned }: RoomEvent, witness: Witness): LookedMessage {
  const relation = record(content['m.relates_to']);
  const isEdit = relation?.['rel_type'] === 'm.replace';
  const body = isEdit ? (record(content['m.new_content']) ?? content) : content;
  const redaction = record(unsigned['redacted_because']);
  const verdict = witness.verdictOf(eventId);
  return {
    eventId,
    at: originServerTs,
    side: sideOf(sender, verdict !== undefined, witness),
    sender,
    senderName: witness.nameOf(sender) ?? null,
    kind: kindOf(type, isEdit),
    msgtype: text(body['msgtype']),
    text: redaction ? null : textOf(type, body),
    edited: redaction || isEdit ? null : editOf(unsigned),
    deleted: redaction ? { by: (text(redaction['sender']) ?? sender) as UserId, at: Number(redaction['origin_server_ts'] ?? originServerTs) } : null,
    target: targetOf(relation),
    reaction: type === 'm.reaction' ? text(relation?.['key']) : null,
    media: redaction ? null : mediaOf(body),
    refused: verdict?.verdict === 'refuse' ? (verdict.code ?? 'INTERNAL') : null,
  };
}

/** The bridge speaks as the service user too: only what the gate decided about was written on the box. */
function sideOf(sender: string, isDecided: boolean, { isGhost, nameOf, serviceUserId }: Witness): LookedMessage['side'] {
  if (isGhost(sender)) return 'client';
  if (sender === serviceUserId) return isDecided ? 'box' : 'handset';
  return nameOf(sender) === undefined ? 'box' : 'employee';
}

function kindOf(type: string, isEdit: boolean): LookedMessage['kind'] {
  if (isEdit) return 'edit';
  switch (type) {
    case 'm.room.message':
      return 'message';
    case 'm.sticker':
      return 'sticker';
    case 'm.reaction':
      return 'reaction';
    case noteEventType:
      return 'note';
    default:
      return type.endsWith('poll.start') ? 'poll' : 'other';
  }
}

function textOf(type: string, body: Content): string | null {
  const plain = text(body['body']);
  if (plain !== null) return plain;
  const question = record(record(body[type])?.['question']);
  return text(question?.['org.matrix.msc1767.text']) ?? text(question?.['body']) ?? null;
}

/** The newest version, as the homeserver bundles it with the first. */
function editOf(unsigned: Content): LookedMessage['edited'] {
  const replacement = record(record(unsigned['m.relations'])?.['m.replace']);
  const eventId = text(replacement?.['event_id']);
  if (!replacement || eventId === null) return null;
  const content = record(replacement['content']);
  return { eventId: eventId as EventId, at: Number(replacement['origin_server_ts'] ?? 0), text: text(record(content?.['m.new_content'])?.['body']) ?? text(content?.['body']) };
}

function targetOf(relation: Content | undefined): EventId | null {
  const direct = text(relation?.['event_id']);
  return (direct ?? text(record(relation?.['m.in_reply_to'])?.['event_id'])) as EventId | null;
}

function mediaOf(body: Content): LookedMessage['media'] {
  const uri = text(body['url']);
  if (uri === null || !uri.startsWith('mxc://')) return null;
  const info = record(body['info']);
  const size = info?.['size'];
  return { uri, name: text(body['filename']) ?? text(body['body']), mimetype: text(info?.['mimetype']), size: Number.isSafeInteger(size) && (size as number) >= 0 ? (size as number) : null };
}
