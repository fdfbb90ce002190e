import { Type, type Static } from 'typebox';
import { AccountId, ClientId, Colleague, EventId, RoomId, UserId } from '@holdfast/contract';
import { defineCalls } from './define.ts';

const strict = { additionalProperties: false } as const;
const Null = Type.Null();
const nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()]);

export const previewKinds = ['text', 'image', 'video', 'voice', 'audio', 'file', 'location', 'contact', 'poll', 'sticker', 'call', 'note', 'deleted', 'none'] as const;
/** One line about a message; a screen adds the word for its kind in the reader's language. */
export const Preview = Type.Object({ kind: Type.Enum(previewKinds), text: Type.String({ description: 'At most 240 characters, one line.' }) }, strict);
export type Preview = Static<typeof Preview>;

export const sides = ['client', 'company', 'bridge'] as const;
/** Who speaks: the client's side, the company's (employee, handset, service user), or the bridge itself. */
export const Side = Type.Enum(sides);
export type Side = (typeof sides)[number];

export const AccountView = Type.Object(
  {
    accountId: AccountId,
    bridgeId: Type.String(),
    network: Type.String(),
    label: Type.String(),
    number: nullable(Type.String()),
    serviceUserId: UserId,
    state: Type.String({ description: 'AccountState of the contract.' }),
    stateReason: nullable(Type.String()),
    paused: Type.Boolean(),
  },
  strict,
);
export type AccountView = Static<typeof AccountView>;

export const ClientBrief = Type.Object(
  { clientId: ClientId, name: Type.String(), firm: nullable(Type.String()), language: nullable(Type.String()), tags: Type.Array(Type.String()) },
  strict,
);
export type ClientBrief = Static<typeof ClientBrief>;

/** One line of the inbox: everything the list draws, filters and sorts by. 3,000 of them are held in memory. */
export const Conversation = Type.Object(
  {
    roomId: RoomId,
    name: Type.String({ description: 'Shown name: the client’s, else the room’s. May be empty until known.' }),
    avatar: nullable(Type.String({ description: 'mxc:// of the picture.' })),
    direct: Type.Boolean(),
    state: Type.Enum(['open', 'closed']),
    right: Type.Enum(['owner', 'cover', 'reader'], { description: '`reader`: a predecessor during an overlap, or a room whose right is not known yet.' }),
    ownerUserId: nullable(UserId),
    account: nullable(AccountView),
    client: nullable(ClientBrief),
    last: nullable(Type.Object({ preview: Preview, at: Type.Integer(), side: Side, senderId: UserId, eventId: EventId }, strict)),
    sortAt: Type.Integer({ description: 'Newest activity, ms UTC.' }),
    unread: Type.Integer({ minimum: 0 }),
    mentioned: Type.Boolean({ description: 'A colleague mentions me in an unread note.' }),
    waitingSince: nullable(Type.Integer({ description: 'When the client wrote (or called in vain) first without an answer since.' })),
    draft: nullable(Type.String()),
    muted: Type.Boolean(),
    doneAt: nullable(Type.Integer({ description: 'Put away by the employee; comes back with the client’s next word.' })),
    attention: Type.Integer({ minimum: 0, description: 'Own messages that wait for a decision here: failed, uncertain, needs confirmation, refused.' }),
  },
  strict,
);
export type Conversation = Static<typeof Conversation>;

export const Member = Type.Object({ userId: UserId, name: Type.String(), avatar: nullable(Type.String()), side: Side }, strict);
export type Member = Static<typeof Member>;

/** What the network can do in this room, digested from com.beeper.room_features. Absent levels count as 'no'. */
export const RoomFeatures = Type.Object(
  {
    reply: Type.Boolean(), edit: Type.Boolean(), editMaxAgeMs: nullable(Type.Integer()), remove: Type.Boolean(), removeMaxAgeMs: nullable(Type.Integer()),
    reaction: Type.Boolean(), allowedReactions: nullable(Type.Array(Type.String())), location: Type.Boolean(), poll: Type.Boolean(), readReceipts: Type.Boolean(), typing: Type.Boolean(),
    formatting: Type.Array(Type.String(), { description: 'bold, italic, strikethrough, inline_code, …' }),
    maxTextLength: nullable(Type.Integer()),
    files: Type.Record(Type.String(), Type.Object({ maxSize: nullable(Type.Integer()), mimeTypes: Type.Array(Type.String()), caption: Type.Boolean() }, strict), {
      description: 'By msgtype (m.image …) and fi.mau.voice, fi.mau.gif, m.sticker; what is missing cannot be sent.',
    }),
  },
  strict,
);
export type RoomFeatures = Static<typeof RoomFeatures>;

/** Everything about one conversation beside its messages. */
export const RoomView = Type.Object(
  {
    conversation: Conversation,
    topic: nullable(Type.String()),
    members: Type.Array(Member),
    features: RoomFeatures,
    readUpTo: nullable(EventId),
    /** Read marks of the client's side: newest event each person has read. */
    readBy: Type.Array(Type.Object({ userId: UserId, eventId: EventId, at: Type.Integer() }, strict)),
    siblings: Type.Array(RoomId, { description: 'Other conversations of the same client that I answer.' }),
    predecessorRoomId: nullable(RoomId),
    indexed: Type.Object({ complete: Type.Boolean(), oldestAt: nullable(Type.Integer()) }, strict),
  },
  strict,
);
export type RoomView = Static<typeof RoomView>;


const Room = Type.Object({ roomId: RoomId }, strict);

export const conversationCalls = defineCalls({
  /** All conversations, or only those asked for (after a push). */
  listConversations: { input: Type.Object({ roomIds: Type.Optional(Type.Array(RoomId)) }, strict), output: Type.Object({ conversations: Type.Array(Conversation), gone: Type.Array(RoomId) }, strict) },
  readRoom: { input: Room, output: RoomView },
  listColleagues: { input: Type.Object({}, strict), output: Type.Array(Colleague) },
  /** `note` is a text of its own: what is begun for colleagues never comes back as a message. */
  saveDraft: { input: Type.Object({ roomId: RoomId, text: nullable(Type.String({ maxLength: 70_000 })), replyTo: nullable(EventId), note: Type.Optional(nullable(Type.String({ maxLength: 70_000 }))) }, strict), output: Null },
  readDraft: { input: Room, output: nullable(Type.Object({ text: Type.String(), replyTo: nullable(EventId), note: Type.Optional(nullable(Type.String())) }, strict)) },
  setMuted: { input: Type.Object({ roomId: RoomId, muted: Type.Boolean() }, strict), output: Null },
  setDone: { input: Type.Object({ roomId: RoomId, done: Type.Boolean() }, strict), output: Null },
});
