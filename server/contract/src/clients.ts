import { Type, type Static } from 'typebox';
import { ClientId, RoomId, Timestamp } from './ids.ts';
import { pageNext, pageQuery } from './paging.ts';
import { nullable, strict } from './shape.ts';

const Language = nullable(Type.String({ pattern: '^[a-z]{2,3}$', description: 'ISO 639' }));

/** A person or firm the company talks to, on one or several networks. */
export const Client = Type.Object(
  {
    clientId: ClientId,
    name: Type.String(),
    language: nullable(Type.String()),
    roomIds: Type.Array(RoomId, { description: 'Their conversations; in a narrower scope only those the reader may see.' }),
    lastEventAt: nullable(Timestamp),
    createdAt: Timestamp,
  },
  strict,
);
export type Client = Static<typeof Client>;

export const ClientQuery = Type.Object({ name: Type.Optional(Type.String({ minLength: 1, maxLength: 120, description: 'Part of the name.' })), ...pageQuery }, strict);
export type ClientQuery = Static<typeof ClientQuery>;
export const ClientList = Type.Object({ clients: Type.Array(Client), ...pageNext }, strict);
export type ClientList = Static<typeof ClientList>;

export const ChangeClient = Type.Partial(Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }), language: Language }), { ...strict, minProperties: 1 });
export type ChangeClient = Static<typeof ChangeClient>;

export const MergeClients = Type.Object({ from: ClientId }, { ...strict, description: 'The client whose conversations move over; it ceases to exist.' });
export type MergeClients = Static<typeof MergeClients>;
