import { Type, type Static } from 'typebox';
import { PersonId, TeamId, Timestamp } from './ids.ts';
import { strict, version } from './shape.ts';

const Name = Type.String({ minLength: 1, maxLength: 120 });

/** Employees with a lead, accounts and an unassigned queue. */
export const Team = Type.Object(
  {
    teamId: TeamId,
    slug: Type.String(),
    name: Type.String(),
    leads: Type.Array(PersonId, { description: 'Members with the role team-lead.' }),
    members: Type.Integer({ minimum: 0 }),
    createdAt: Timestamp,
    version,
  },
  strict,
);
export type Team = Static<typeof Team>;

export const TeamList = Type.Object({ teams: Type.Array(Team) }, strict);
export type TeamList = Static<typeof TeamList>;

export const CreateTeam = Type.Object(
  { slug: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$', description: 'Short name for the command line and holdfast.yaml; never changes.' }), name: Name },
  strict,
);
export type CreateTeam = Static<typeof CreateTeam>;

export const ChangeTeam = Type.Object({ name: Name, version: Type.Optional(version) }, strict);
export type ChangeTeam = Static<typeof ChangeTeam>;
