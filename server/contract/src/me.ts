import { Type, type Static } from 'typebox';
import { PersonId, TeamId, UserId } from './ids.ts';
import { Role } from './permissions.ts';
import { nullable, strict } from './shape.ts';

/** Who is asking and what box this is: what a screen needs before it draws anything. */
export const Me = Type.Object(
  {
    personId: PersonId,
    userId: nullable(UserId),
    name: Type.String(),
    signInName: Type.String(),
    roles: Type.Array(Role),
    team: nullable(Type.Object({ teamId: TeamId, name: Type.String() }, strict)),
    languages: Type.Array(Type.String()),
    box: Type.Object(
      {
        serverName: Type.String(),
        trial: Type.Boolean(),
        liveHistoryMonths: Type.Integer({ minimum: 1 }),
        offlineHours: Type.Integer({ minimum: 0, maximum: 720 }),
        homeserver: Type.String({ description: 'Base address of the homeserver, as clients reach it.' }),
      },
      strict,
    ),
  },
  strict,
);
export type Me = Static<typeof Me>;
