import { Type, type Static } from 'typebox';
import { AccountId, ClientId, ClientNoteId, RoomId, Timestamp, UserId } from './ids.ts';
import { pageNext, pageQuery } from './paging.ts';
import { PortalState } from './portals.ts';
import { idempotencyKey, nullable, strict, version } from './shape.ts';

const Language = nullable(Type.String({ pattern: '^[a-z]{2,3}$', description: 'ISO 639' }));
const Firm = nullable(Type.String({ minLength: 1, maxLength: 200 }));
const Tags = Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { maxItems: 20, uniqueItems: true });

/** One of a client's conversations, on one company number. */
export const ClientChannel = Type.Object(
  {
    roomId: RoomId,
    accountId: nullable(AccountId),
    network: Type.String(),
    accountLabel: nullable(Type.String()),
    direct: Type.Boolean(),
    state: PortalState,
    ownerUserId: nullable(UserId),
    lastEventAt: Timestamp,
  },
  strict,
);
export type ClientChannel = Static<typeof ClientChannel>;

/** A person or firm the company talks to, on one or several networks. */
export const Client = Type.Object(
  {
    clientId: ClientId,
    name: Type.String(),
    firm: nullable(Type.String()),
    language: nullable(Type.String()),
    tags: Type.Array(Type.String()),
    roomIds: Type.Array(RoomId, { description: 'Their conversations; in a narrower scope only those the reader may see.' }),
    channels: Type.Array(ClientChannel, { description: 'The same conversations with what tells them apart, most recently active first.' }),
    waitingSince: nullable(Type.Integer({ description: 'Since when the longest waiting of these conversations has no answer; null when the company spoke last in all of them.' })),
    lastEventAt: nullable(Timestamp),
    createdAt: Timestamp,
    version,
  },
  strict,
);
export type Client = Static<typeof Client>;

export const ClientQuery = Type.Object(
  { name: Type.Optional(Type.String({ minLength: 1, maxLength: 120, description: 'Part of the name or of the firm.' })), ...pageQuery },
  strict,
);
export type ClientQuery = Static<typeof ClientQuery>;
export const ClientList = Type.Object({ clients: Type.Array(Client), ...pageNext }, strict);
export type ClientList = Static<typeof ClientList>;

export const ChangeClient = Type.Partial(
  Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }), firm: Firm, language: Language, tags: Tags, version }),
  { ...strict, minProperties: 1 },
);
export type ChangeClient = Static<typeof ChangeClient>;

export const MergeClients = Type.Object({ from: ClientId, version: Type.Optional(version), fromVersion: Type.Optional(version) }, { ...strict, description: 'The client whose conversations move over; it ceases to exist.' });
export type MergeClients = Static<typeof MergeClients>;

/**
 * Conversations that belong to somebody else. Who writes in them goes along, so that later messages find the right client.
 * Taking out what a merge brought in gives that client back under its own id, with its card and its notes.
 */
export const SplitClient = Type.Object(
  {
    roomIds: Type.Array(RoomId, { minItems: 1, maxItems: 500, uniqueItems: true, description: 'At least one conversation stays; all conversations with one person go together.' }),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Left out: as before the merge, else as the network calls them.' })),
    version: Type.Optional(version),
  },
  strict,
);
export type SplitClient = Static<typeof SplitClient>;

/** What a colleague wrote about a client, for colleagues; it never leaves the box. */
export const ClientNote = Type.Object(
  {
    noteId: ClientNoteId,
    clientId: ClientId,
    authorUserId: nullable(UserId),
    authorName: Type.String(),
    text: Type.String(),
    at: Timestamp,
    removedAt: nullable(Type.Integer({ description: 'When its author took it away; only who reads for compliance still sees it then.' })),
  },
  strict,
);
export type ClientNote = Static<typeof ClientNote>;

export const ClientNoteQuery = Type.Object({ ...pageQuery }, strict);
export type ClientNoteQuery = Static<typeof ClientNoteQuery>;
export const ClientNoteList = Type.Object({ notes: Type.Array(ClientNote), ...pageNext }, strict);
export type ClientNoteList = Static<typeof ClientNoteList>;

export const AddClientNote = Type.Object({ text: Type.String({ minLength: 1, maxLength: 10_000 }), idempotencyKey }, strict);
export type AddClientNote = Static<typeof AddClientNote>;

/** Asking for a client's numbers. The reason goes on record with who asked. */
export const RevealClient = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 500 }) }, strict);
export type RevealClient = Static<typeof RevealClient>;

export const RevealedContact = Type.Object(
  {
    roomId: RoomId,
    network: Type.String(),
    identifier: Type.String({ description: 'The number in E.164 where the network knows people by it, otherwise the network’s own id of the person.' }),
    userId: UserId,
  },
  strict,
);
export type RevealedContact = Static<typeof RevealedContact>;
export const RevealedContacts = Type.Object({ contacts: Type.Array(RevealedContact) }, strict);
export type RevealedContacts = Static<typeof RevealedContacts>;
