import { Type, type Static } from 'typebox';
import { TeamId, UserId } from './ids.ts';
import { nullable, strict } from './shape.ts';

/** Somebody with a Matrix user, as everybody may know them: a name for what they wrote, also after they left. */
export const Colleague = Type.Object(
  { userId: UserId, name: Type.String(), teamId: nullable(TeamId), state: Type.Enum(['active', 'locked']) },
  strict,
);
export type Colleague = Static<typeof Colleague>;

export const ColleagueList = Type.Object({ colleagues: Type.Array(Colleague) }, strict);
export type ColleagueList = Static<typeof ColleagueList>;
