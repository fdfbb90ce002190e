import { Type, type Static } from 'typebox';
import { AccountId, ClientId, TeamId, Timestamp, UserId } from './ids.ts';
import { pageNext, pageQuery } from './paging.ts';
import { nullable, strict } from './shape.ts';

export const clientSorts = ['lastEvent', 'waiting', 'name'] as const;
export const ClientSort = Type.Enum(clientSorts, { description: '`lastEvent`: newest first; `waiting`: longest waiting first, those who do not wait last; `name`: by name.' });
export type ClientSort = (typeof clientSorts)[number];

/** What narrows a list of clients. Filters about conversations (account, team, owner, waiting, unassigned) mean one and the same conversation. */
export const clientFilter = {
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 120, description: 'Beginnings of words of name, firm and tags, all of which must be there; at least six digits also find numbers, for who holds `client:find-by-number`.' })),
  tag: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
  accountId: Type.Optional(AccountId),
  teamId: Type.Optional(TeamId),
  ownerUserId: Type.Optional(UserId),
  waiting: Type.Optional(Type.Boolean({ description: 'Only those who wait for an answer.' })),
  unassigned: Type.Optional(Type.Boolean({ description: 'Only those with an open conversation nobody owns.' })),
};

export const ClientSearch = Type.Object({ ...clientFilter, sort: Type.Optional(Type.Enum(clientSorts, { default: 'lastEvent' })), ...pageQuery }, strict);
export type ClientSearch = Static<typeof ClientSearch>;

/** A client as a row of a table. What it says of conversations is said of those the reader may see. */
export const ClientSummary = Type.Object(
  {
    clientId: ClientId,
    name: Type.String(),
    firm: nullable(Type.String()),
    language: nullable(Type.String()),
    tags: Type.Array(Type.String()),
    channels: Type.Integer({ minimum: 0, description: 'How many conversations, closed ones too; 0 for somebody imported who has not written yet.' }),
    networks: Type.Array(Type.String(), { description: 'Of these conversations.' }),
    owners: Type.Array(Type.Object({ userId: UserId, name: Type.String() }, strict), { description: 'Who owns an open one now.' }),
    unassigned: Type.Boolean({ description: 'An open one has no owner.' }),
    waitingSince: nullable(Timestamp),
    lastEventAt: nullable(Timestamp),
    version: Type.Integer({ minimum: 1 }),
  },
  strict,
);
export type ClientSummary = Static<typeof ClientSummary>;

export const ClientSummaryList = Type.Object({ clients: Type.Array(ClientSummary), ...pageNext }, strict);
export type ClientSummaryList = Static<typeof ClientSummaryList>;

export const ClientTagList = Type.Object(
  { tags: Type.Array(Type.Object({ tag: Type.String(), clients: Type.Integer({ minimum: 1 }) }, strict), { description: 'Most used first; at most 500.' }) },
  strict,
);
export type ClientTagList = Static<typeof ClientTagList>;

/** Clients as a file. Numbers only for who holds `client:reveal`, and for a reason. */
export const ClientExport = Type.Object(
  {
    ...clientFilter,
    numbers: Type.Optional(Type.Boolean({ description: 'A line for each number instead of each client. Needs `client:reveal` and a reason.' })),
    reason: Type.Optional(Type.String({ minLength: 3, maxLength: 500 })),
    language: Type.Optional(Type.Enum(['en', 'ru', 'uk', 'pl'], { default: 'en', description: 'Of the names of the columns.' })),
  },
  strict,
);
export type ClientExport = Static<typeof ClientExport>;

/** Who answered each of a client's conversations, when. */
export const ClientOwners = Type.Object(
  {
    clientId: ClientId,
    periods: Type.Array(
      Type.Object(
        {
          roomId: Type.String(),
          network: Type.String(),
          accountLabel: nullable(Type.String()),
          owner: nullable(UserId),
          ownerName: nullable(Type.String()),
          fromAt: Timestamp,
          untilAt: nullable(Timestamp),
          via: Type.String(),
          handoverId: nullable(Type.String()),
        },
        strict,
      ),
      { description: 'Newest first, at most 1,000.' },
    ),
  },
  strict,
);
export type ClientOwners = Static<typeof ClientOwners>;
