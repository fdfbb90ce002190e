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
        responseDueMinutes: Type.Optional(Type.Object({ amber: Type.Integer({ minimum: 1 }), red: Type.Integer({ minimum: 1 }) }, { ...strict, description: 'After which wait a client is shown in amber and in red.' })),
        consoleIdleMinutes: Type.Optional(Type.Integer({ minimum: 1, description: 'How long a console may be left alone.' })),
        languages: Type.Optional(Type.Array(Type.String(), { description: 'In which the company writes to its clients.' })),
        homeserver: Type.String({ description: 'Base address of the homeserver, as clients reach it.' }),
      },
      strict,
    ),
  },
  strict,
);
export type Me = Static<typeof Me>;
