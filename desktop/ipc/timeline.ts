import { Type, type Static } from 'typebox';
import { EventId, RoomId, UserId } from '@holdfast/contract';
import { Preview, Side } from './conversations.ts';
import { defineCalls } from './define.ts';

const strict = { additionalProperties: false } as const;

const nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()]);

/** A file of a message. `source` is mxc:// for what the box has, `out:<fileId>` for what still waits here. */
export const MediaPart = Type.Object(
  {
    source: Type.String(), name: Type.String(), mimeType: Type.String(), size: nullable(Type.Integer()),
    width: nullable(Type.Integer()), height: nullable(Type.Integer()), durationMs: nullable(Type.Integer()),
    waveform: Type.Array(Type.Integer(), { description: '0…1024 each; empty when the sender gave none.' }),
    thumbnail: nullable(Type.String()), animated: Type.Boolean(),
  },
  strict,
);
export type MediaPart = Static<typeof MediaPart>;

const Words = { text: Type.String(), html: nullable(Type.String({ description: 'formatted_body as it came: never drawn without app/conversation’s sanitiser.' })) };
export const MessageBody = Type.Union([
  Type.Object({ kind: Type.Literal('text'), ...Words, emote: Type.Boolean() }, strict),
  Type.Object({ kind: Type.Enum(['image', 'video', 'voice', 'audio', 'file', 'sticker']), media: MediaPart, caption: nullable(Type.Object(Words, strict)) }, strict),
  Type.Object({ kind: Type.Literal('location'), latitude: Type.Number(), longitude: Type.Number(), name: nullable(Type.String()) }, strict),
  Type.Object({ kind: Type.Literal('contact'), name: Type.String(), media: MediaPart }, strict),
  Type.Object(
    {
      kind: Type.Literal('poll'), question: Type.String(), maxSelections: Type.Integer(), ended: Type.Boolean(),
      options: Type.Array(Type.Object({ id: Type.String(), text: Type.String(), votes: Type.Integer(), mine: Type.Boolean() }, strict)),
    },
    strict,
  ),
  Type.Object({ kind: Type.Literal('call'), video: Type.Boolean(), missed: Type.Boolean(), text: Type.String() }, strict),
  Type.Object({ kind: Type.Literal('note'), text: Type.String(), mentions: Type.Array(UserId) }, strict),
  Type.Object({ kind: Type.Literal('deleted'), by: nullable(UserId) }, strict),
  Type.Object({ kind: Type.Literal('unsupported'), text: Type.String() }, strict),
]);
export type MessageBody = Static<typeof MessageBody>;

export const sendStates = [
  'queued', 'uploading', 'unsent', // still here: waits for its turn, its file goes up, the box refused it or cannot be reached
  'waiting', 'sending', 'sent', 'delivered', 'read', 'unconfirmed', // at the box, on the network, on the phone
  'refused', 'failed', 'uncertain', 'needs-confirmation', 'cancelled', 'discarded',
] as const;
export const SendState = Type.Enum(sendStates);
export type SendState = (typeof sendStates)[number];

/** The truth about one message of the company's side. `reason` is a code of the contract (refusals, deliveryReasons) or of the app. */
export const SendStatus = Type.Object(
  { state: SendState, reason: nullable(Type.String()), detail: nullable(Type.String()), at: nullable(Type.Integer()), progress: nullable(Type.Number({ minimum: 0, maximum: 1 })) },
  strict,
);
export type SendStatus = Static<typeof SendStatus>;

export const TimelineItem = Type.Object(
  {
    key: Type.String({ description: 'Stable for the life of the message: `txn:<id>` for what this device sent, else the event id.' }),
    eventId: nullable(EventId),
    localId: nullable(Type.String()),
    position: Type.Number({ description: 'Order within the room.' }),
    at: Type.Integer(),
    senderId: UserId,
    side: Side,
    handset: Type.Boolean({ description: 'Typed on the company’s own phone.' }),
    body: MessageBody,
    edited: nullable(Type.Object({ at: Type.Integer(), senderId: UserId, handset: Type.Boolean() }, strict)),
    replyTo: nullable(Type.Object({ eventId: EventId, senderId: nullable(UserId), preview: nullable(Preview) }, strict)),
    reactions: Type.Array(Type.Object({ key: Type.String(), senders: Type.Array(UserId), mine: nullable(EventId) }, strict)),
    send: nullable(SendStatus),
    own: Type.Boolean({ description: 'Sent by this employee.' }),
  },
  strict,
);
export type TimelineItem = Static<typeof TimelineItem>;

/** Where a page of the timeline starts. */
export const Anchor = Type.Union([
  Type.Object({ at: Type.Literal('end') }, strict),
  Type.Object({ at: Type.Literal('event'), eventId: EventId }, strict),
  Type.Object({ at: Type.Literal('position'), position: Type.Number() }, strict),
  Type.Object({ at: Type.Literal('date'), time: Type.Integer() }, strict),
  Type.Object({ at: Type.Literal('unread') }, strict),
]);
export type Anchor = Static<typeof Anchor>;

export const TimelinePage = Type.Object(
  {
    items: Type.Array(TimelineItem, { description: 'Oldest first.' }),
    older: Type.Enum(['more', 'gap', 'start'], { description: '`gap`: older messages exist on the box and not here yet (HistoryGap.token).' }),
    newer: Type.Enum(['more', 'gap', 'end']),
    /** Set where `older` or `newer` is a gap: what the filler needs to close it. */
    gapId: nullable(Type.String()),
    anchorKey: nullable(Type.String({ description: 'Item that the anchor meant.' })),
  },
  strict,
);
export type TimelinePage = Static<typeof TimelinePage>;

export const timelineCalls = defineCalls({
  readTimeline: { input: Type.Object({ roomId: RoomId, anchor: Anchor, before: Type.Integer({ minimum: 0, maximum: 200 }), after: Type.Integer({ minimum: 0, maximum: 200 }) }, strict), output: TimelinePage },
  /** Present state of single messages, after a push. Unknown keys are left out. */
  readItems: { input: Type.Object({ roomId: RoomId, keys: Type.Array(Type.String(), { maxItems: 500 }) }, strict), output: Type.Array(TimelineItem) },
  /** Earlier versions of an edited message, oldest first. */
  readVersions: { input: Type.Object({ roomId: RoomId, eventId: EventId }, strict), output: Type.Array(Type.Object({ at: Type.Integer(), senderId: UserId, text: Type.String() }, strict)) },
  /** Files, pictures and links of a conversation, newest first. */
  listAttachments: {
    input: Type.Object({ roomId: RoomId, kind: Type.Enum(['media', 'files', 'links']), before: nullable(Type.Number()), limit: Type.Integer({ minimum: 1, maximum: 100 }) }, strict),
    output: Type.Array(Type.Object({ eventId: EventId, position: Type.Number(), at: Type.Integer(), senderId: UserId, media: nullable(MediaPart), kind: Type.String(), link: nullable(Type.String()) }, strict)),
  },
});
