import { Type, type Static } from 'typebox';
import { PersonId, TeamId, Timestamp, UserId } from './ids.ts';
import { Role } from './permissions.ts';
import { nullable, strict, version } from './shape.ts';

const Name = Type.String({ minLength: 1, maxLength: 120 });
const Roles = Type.Array(Role, { minItems: 1, maxItems: 2, uniqueItems: true, description: 'One role; two only in a small firm.' });
const Languages = Type.Array(Type.String({ pattern: '^[a-z]{2,3}$' }), { maxItems: 20, uniqueItems: true, description: 'Languages the person answers in (ISO 639).' });
const RoomCap = nullable(Type.Integer({ minimum: 0, maximum: 100_000, description: 'Most conversations routing may give them; null is no cap.' }));

export const Person = Type.Object(
  {
    personId: PersonId,
    userId: nullable(UserId),
    signInName: Type.String(),
    name: Type.String(),
    roles: Type.Array(Role),
    teamId: nullable(TeamId),
    languages: Type.Array(Type.String()),
    roomCap: nullable(Type.Integer()),
    state: Type.Union([Type.Literal('active'), Type.Literal('locked')]),
    createdAt: Timestamp,
    version,
  },
  strict,
);
export type Person = Static<typeof Person>;

export const PersonList = Type.Object({ people: Type.Array(Person) }, strict);
export type PersonList = Static<typeof PersonList>;

export const CreatePerson = Type.Object(
  {
    signInName: Type.String({ pattern: '^[a-z][a-z0-9.-]{0,39}$', description: 'Local part of the Matrix id of an employee.' }),
    name: Name,
    roles: Roles,
    teamId: Type.Optional(nullable(TeamId)),
    languages: Type.Optional(Languages),
    roomCap: Type.Optional(RoomCap),
  },
  strict,
);
export type CreatePerson = Static<typeof CreatePerson>;

export const ChangePerson = Type.Partial(
  Type.Object({ name: Name, roles: Roles, teamId: nullable(TeamId), languages: Languages, roomCap: RoomCap, version }),
  { ...strict, minProperties: 1 },
);
export type ChangePerson = Static<typeof ChangePerson>;

/** The only answer that ever holds the password. */
export const PersonWithPassword = Type.Object(
  { person: Person, oneTimePassword: Type.String({ description: 'Shown this once; the person changes it after the first sign-in.' }) },
  strict,
);
export type PersonWithPassword = Static<typeof PersonWithPassword>;

export const ActOnPerson = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }), version: Type.Optional(version) }, strict);
export type ActOnPerson = Static<typeof ActOnPerson>;
