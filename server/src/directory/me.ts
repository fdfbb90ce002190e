import type { Me } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';
import { AppError, type PersonActor } from '../kernel/index.ts';
import { findPerson } from './person-repository.ts';
import { findTeam } from './team-repository.ts';

/** Who is asking, with the facts of the box that a screen draws by. Reads only. */
export function createMe({ db, box }: { db: ReadDb; box: () => Me['box'] }) {
  return {
    read(actor: PersonActor): Me {
      const person = findPerson(db, actor.personId);
      if (!person) throw new AppError('NOT_FOUND', `no person ${actor.personId}`);
      const { personId, userId, name, signInName, roles, languages } = person;
      const team = person.teamId === null ? undefined : findTeam(db, person.teamId);
      return { personId, userId, name, signInName, roles, languages, team: team ? { teamId: team.teamId, name: team.name } : null, box: box() };
    },
  };
}
export type MeReader = ReturnType<typeof createMe>;
