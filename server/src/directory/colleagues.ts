import type { Colleague } from '@holdfast/contract';
import type { Db } from '../db/index.ts';
import { listPeople } from './person-repository.ts';

export type Colleagues = ReturnType<typeof createColleagues>;
/** Names for what people of the box wrote. Everybody may know them: never a number, a role or how somebody signs in. */
export function createColleagues({ db }: { db: Db }) {
  return {
    /** Also those who left: old conversations hold their words. */
    list(): Colleague[] {
      return listPeople(db).flatMap(({ userId, name, teamId, state }) => (userId === null ? [] : [{ userId, name, teamId, state }]));
    },
  };
}
