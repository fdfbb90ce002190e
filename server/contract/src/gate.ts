import type { DeliveryKind } from './deliveries.ts';

/**
 * What may leave the box, as data. The gate evaluates these tables and nothing else; each row has a test.
 * Sources: Matrix client-server spec (instant messaging, event relationships), MSC3381 (polls), mautrix bridgev2.
 */

/** Why an event of a company-side user was not sent. Codes are never reused; screens translate them. */
export const refusals = {
  EVENT_TYPE_NOT_ALLOWED: 'Only messages, stickers, reactions, redactions and polls may go to the network.',
  STATE_CHANGE: 'Room settings of a client conversation are not changed by employees.',
  NOT_OWNER: 'The sender does not answer this room now.',
  PORTAL_CLOSED: 'The conversation was deleted on the handset or is excluded from bridging.',
  ACCOUNT_UNKNOWN: 'No company account of this box receives this conversation.',
  CONTENT_INVALID: 'The content is not what its type promises.',
  CONTENT_KEY_NOT_ALLOWED: 'The content carries a key that the bridge might act on.',
  MSGTYPE_NOT_ALLOWED: 'This kind of message is not sent to clients.',
  BRIDGE_COMMAND: 'The text would be read as a command to the bridge.',
  REFERENCE_UNKNOWN: 'It refers to an event that is not in the record of this room.',
  REFERENCE_NOT_DELIVERED: 'It refers to something that was not sent to the client.',
  NOT_OWN_EVENT: "It changes or withdraws somebody else's message.",
  INTERNAL: 'The gate failed on it; the event is recorded and was not sent.',
} as const;
export type Refusal = keyof typeof refusals;

type ContentRule = {
  readonly kind: DeliveryKind;
  readonly keys: readonly string[];
  /** Keys below m.new_content, for types that can be edited. */
  readonly editedKeys?: readonly string[];
};

const messageKeys = [
  'msgtype',
  'body',
  'format',
  'formatted_body',
  'filename',
  'url',
  'info',
  'geo_uri',
  'm.mentions',
  'org.matrix.msc1767.audio',
  'org.matrix.msc3245.voice',
] as const;

/** Event type → content keys that may pass. `m.relates_to` is checked on its own by `relationKeys`. */
export const contentRules: Readonly<Record<string, ContentRule>> = {
  'm.room.message': { kind: 'message', keys: [...messageKeys, 'm.relates_to', 'm.new_content'], editedKeys: messageKeys },
  'm.sticker': { kind: 'message', keys: ['body', 'url', 'info', 'm.relates_to', 'm.mentions'] },
  'm.reaction': { kind: 'reaction', keys: ['m.relates_to'] },
  'm.room.redaction': { kind: 'redaction', keys: ['redacts', 'reason'] },
  'org.matrix.msc3381.poll.start': {
    kind: 'poll',
    keys: ['org.matrix.msc3381.poll.start', 'org.matrix.msc1767.text', 'm.relates_to', 'm.mentions'],
  },
  'org.matrix.msc3381.poll.response': { kind: 'poll', keys: ['org.matrix.msc3381.poll.response', 'm.relates_to'] },
};

export const relationKeys: readonly string[] = ['rel_type', 'event_id', 'key', 'is_falling_back', 'm.in_reply_to'];
export const relationTypes: readonly string[] = ['m.replace', 'm.annotation', 'm.thread', 'm.reference'];

/** `m.notice` is left out: bridges refuse it, and the gate's fences are the only notices they ever see. */
export const sendableMsgtypes: readonly string[] = ['m.text', 'm.emote', 'm.image', 'm.video', 'm.audio', 'm.file', 'm.location'];

/**
 * Every bridge has the homeserver ping it when it starts, and the gate counts on that (docs/adr/0002). Pings that the box
 * itself asks for carry this prefix in their transaction id, so that they are not taken for a start.
 */
export const ownPingPrefix = 'holdfast-ping-';

/** A colleague's remark inside a client's conversation. An event type of its own, never a flag on a message. */
export const noteEventType = 'io.holdfast.note';
/** What the gate answers in the room: state and reason of one event, by its id. */
export const deliveryEventType = 'io.holdfast.delivery';

/** Why a row of the outbox is where it is. */
export const deliveryReasons = {
  HANDOVER: 'Written by the previous owner and not sent when the conversation changed hands.',
  STALE: 'Waited longer than the account allows.',
  BRIDGE_DIED: 'The bridge stopped while it was sending; the client may have received it.',
  NO_ANSWER: 'The network took it and never confirmed; the client may have received it.',
  NETWORK_REFUSED: 'The network or the bridge reported that it was not sent.',
  UNSUPPORTED: 'The network cannot do this.',
  REFERENCE_NOT_DELIVERED: 'What it refers to was not sent.',
  PORTAL_CLOSED: 'The conversation was deleted on the handset before it could be sent.',
  WITHDRAWN: 'Withdrawn by its author before it was sent.',
  PRUNED: 'Its content is gone from the homeserver.',
  NOT_OWNER: 'Its author no longer answers this conversation.',
} as const;
export type DeliveryReason = keyof typeof deliveryReasons;
