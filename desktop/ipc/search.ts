import { Type, type Static } from 'typebox';
import { EventId, RoomId, UserId } from '@holdfast/contract';
import { Side } from './conversations.ts';
import { defineCalls } from './define.ts';
import { IndexProgress } from './sync.ts';

const strict = { additionalProperties: false } as const;
const nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()]);

/** Words are prefixes, "…" is a phrase, -word leaves out. Everything else is what it looks like: no syntax error is possible. */
export const SearchQuery = Type.Object(
  {
    text: Type.String({ maxLength: 1000 }),
    roomId: Type.Optional(RoomId),
    clientId: Type.Optional(Type.String()),
    side: Type.Optional(Type.Enum(['client', 'company'])),
    kinds: Type.Optional(Type.Array(Type.Enum(['text', 'file', 'image', 'voice', 'note', 'link']))),
    from: Type.Optional(Type.Integer()),
    until: Type.Optional(Type.Integer()),
    after: Type.Optional(nullable(Type.String({ description: '`next` of the page before.' }))),
    limit: Type.Integer({ minimum: 1, maximum: 100 }),
  },
  strict,
);
export type SearchQuery = Static<typeof SearchQuery>;

export const SearchHit = Type.Object(
  {
    roomId: RoomId, eventId: EventId, at: Type.Integer(), senderId: UserId, side: Side, kind: Type.String(),
    /** The words around the hit; `marks` are [start, end) in UTF-16 units. */
    excerpt: Type.String(), marks: Type.Array(Type.Tuple([Type.Integer(), Type.Integer()])),
  },
  strict,
);
export type SearchHit = Static<typeof SearchHit>;

export const searchCalls = defineCalls({
  search: { input: SearchQuery, output: Type.Object({ hits: Type.Array(SearchHit), next: nullable(Type.String()), progress: IndexProgress }, strict) },
});
