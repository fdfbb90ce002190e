import { Type, type Static } from 'typebox';
import { AccountId, ClientId, EventId, LookId, PersonId, RoomId, Timestamp, UserId } from './ids.ts';
import { nullable, strict } from './shape.ts';

const Reason = Type.String({ minLength: 3, maxLength: 500, pattern: '\\S', description: 'Why; stays on record.' });

/** How long a look lasts, and how much an extension adds from the moment it is given. */
export const lookMinutes = 30;

export const OpenLook = Type.Object({ reason: Reason }, strict);
export type OpenLook = Static<typeof OpenLook>;
export const ExtendLook = Type.Object({ reason: Reason }, strict);
export type ExtendLook = Static<typeof ExtendLook>;

/** A compliance officer reads one live conversation for a while, for a reason, on record. */
export const Look = Type.Object(
  {
    lookId: LookId,
    roomId: RoomId,
    accountId: nullable(AccountId),
    clientId: nullable(ClientId),
    roomName: nullable(Type.String()),
    owner: nullable(Type.Object({ userId: UserId, name: nullable(Type.String()) }, strict)),
    personId: PersonId,
    reasons: Type.Array(Type.Object({ at: Timestamp, reason: Type.String() }, strict), { description: 'The first and one for each extension.' }),
    openedAt: Timestamp,
    endsAt: Timestamp,
    endedAt: nullable(Timestamp),
    open: Type.Boolean({ description: 'May be read now.' }),
    visibleToOwner: Type.Boolean({ description: 'Whether the conversation was told, by the box’s setting when it was opened.' }),
    toldAt: nullable(Timestamp),
    pagesRead: Type.Integer({ minimum: 0 }),
  },
  strict,
);
export type Look = Static<typeof Look>;

export const LookQuery = Type.Object(
  { open: Type.Optional(Type.Boolean({ description: 'Only those that may be read now.' })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })) },
  strict,
);
export type LookQuery = Static<typeof LookQuery>;
export const LookList = Type.Object({ looks: Type.Array(Look, { description: 'The caller’s own, newest first.' }) }, strict);
export type LookList = Static<typeof LookList>;

export const lookSides = ['client', 'employee', 'handset', 'box'] as const;
export const lookKinds = ['message', 'sticker', 'poll', 'note', 'edit', 'reaction', 'other'] as const;

/** One event of the conversation. A deleted one keeps its place and has no content. */
export const LookedMessage = Type.Object(
  {
    eventId: EventId,
    at: Timestamp,
    side: Type.Enum(lookSides, { description: '`handset`: typed on the account’s phone; `box`: the bridge or the control plane.' }),
    sender: UserId,
    senderName: nullable(Type.String({ description: 'Of a person of the box.' })),
    kind: Type.Enum(lookKinds),
    msgtype: nullable(Type.String()),
    text: nullable(Type.String({ description: 'As it was first sent; plain.' })),
    edited: nullable(Type.Object({ eventId: EventId, at: Timestamp, text: nullable(Type.String()) }, { ...strict, description: 'The newest version, if there is one.' })),
    deleted: nullable(Type.Object({ by: UserId, at: Timestamp }, strict)),
    target: nullable(Type.Unsafe<EventId>({ ...EventId, description: 'What an edit, a reaction or a reply refers to.' })),
    reaction: nullable(Type.String()),
    media: nullable(
      Type.Object(
        { name: nullable(Type.String()), mimetype: nullable(Type.String()), size: nullable(Type.Integer({ minimum: 0 })), uri: Type.String({ description: 'Where the homeserver keeps it; a look does not fetch it.' }) },
        strict,
      ),
    ),
    refused: nullable(Type.String({ description: 'The gate’s reason when it never left the box.' })),
  },
  strict,
);
export type LookedMessage = Static<typeof LookedMessage>;

export const LookPageQuery = Type.Object(
  {
    after: Type.Optional(Type.String({ minLength: 1, maxLength: 400, description: '`next` of the page before: older messages.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  },
  strict,
);
export type LookPageQuery = Static<typeof LookPageQuery>;

export const LookPage = Type.Object(
  {
    look: Look,
    messages: Type.Array(LookedMessage, { description: 'Oldest first within the page; the first page holds the newest.' }),
    next: nullable(Type.String({ description: 'Pass it as `after` for older messages; null at the beginning of the conversation.' })),
  },
  strict,
);
export type LookPage = Static<typeof LookPage>;
