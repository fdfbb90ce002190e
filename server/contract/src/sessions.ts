import { Type, type Static } from 'typebox';
import { PersonId, SessionId, TeamId, Timestamp, UserId } from './ids.ts';
import { permissionMatrix, Role, type Permission } from './permissions.ts';
import { strict } from './shape.ts';

const label = Type.Optional(
  Type.String({ minLength: 1, maxLength: 80, description: 'What signs in, shown in the list of sessions, e.g. "holdfast command".' }),
);

/** Two ways in. Administrators and compliance officers use their password; employees and team leads also what the homeserver already believes. */
export const OpenSession = Type.Union([
  Type.Object(
    {
      method: Type.Literal('password'),
      name: Type.String({ minLength: 1, maxLength: 80, description: 'Sign-in name.' }),
      password: Type.String({ minLength: 1, maxLength: 1024 }),
      secondFactor: Type.Optional(
        Type.Object({ method: Type.Enum(['totp', 'recovery-code']), code: Type.String({ minLength: 6, maxLength: 40 }) }, { ...strict, description: 'Needed by whoever has one.' }),
      ),
      label,
    },
    strict,
  ),
  Type.Object(
    {
      method: Type.Literal('matrix'),
      accessToken: Type.String({ minLength: 1, maxLength: 4096, description: "An access token of the person's own Matrix user on this box." }),
      label,
    },
    strict,
  ),
]);
export type OpenSession = Static<typeof OpenSession>;

/** One signed-in device of a person. The token itself is shown once, when the session opens. */
export const Session = Type.Object(
  {
    sessionId: SessionId,
    via: Type.Enum(['password', 'matrix']),
    console: Type.Boolean({ description: 'A session of the admin console: a cookie, for a working day.' }),
    label: Type.Union([Type.String(), Type.Null()]),
    openedAt: Timestamp,
    lastSeenAt: Timestamp,
    expiresAt: Type.Integer({ description: 'Ends at this moment at the latest; earlier after twelve idle hours.' }),
    current: Type.Boolean({ description: 'The session that asked.' }),
  },
  strict,
);
export type Session = Static<typeof Session>;

/** Who the session speaks for and what they may do, so that a screen can draw only what works. */
export const SignedInPerson = Type.Object(
  {
    personId: PersonId,
    userId: Type.Union([UserId, Type.Null()]),
    roles: Type.Array(Role),
    teamId: Type.Union([TeamId, Type.Null()]),
    permissions: Type.Array(
      Type.Object(
        {
          permission: Type.Enum(Object.keys(permissionMatrix) as Permission[]),
          scope: Type.Enum(['all', 'team', 'own']),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type SignedInPerson = Static<typeof SignedInPerson>;

export const OpenedSession = Type.Object(
  {
    token: Type.String({ description: 'Bearer token, shown this once. The box keeps only its hash.' }),
    session: Session,
    person: SignedInPerson,
  },
  strict,
);
export type OpenedSession = Static<typeof OpenedSession>;

export const CurrentSession = Type.Object({ session: Session, person: SignedInPerson }, strict);
export type CurrentSession = Static<typeof CurrentSession>;

/** For people whose password is kept on the box. Ends all their other sessions. */
export const ChangeOwnPassword = Type.Object(
  {
    currentPassword: Type.String({ minLength: 1, maxLength: 1024 }),
    newPassword: Type.String({ minLength: 12, maxLength: 1024 }),
  },
  strict,
);
export type ChangeOwnPassword = Static<typeof ChangeOwnPassword>;
