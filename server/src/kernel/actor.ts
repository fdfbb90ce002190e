import type { PersonId, Role, SessionId, TeamId, UserId } from '@holdfast/contract';

/** Who acts: a person in a session, or a named part of the box itself. Every audited act carries one. */
export type Actor =
  | {
      readonly kind: 'person';
      readonly personId: PersonId;
      readonly userId: UserId | null;
      readonly roles: readonly Role[];
      readonly teamId: TeamId | null;
      readonly sessionId: SessionId;
    }
  | { readonly kind: 'box'; readonly part: 'gate' | 'routing' | 'saga' | 'schedule' | 'configuration' | 'sign-in' | 'linking' | 'import' | 'notice' };

export type PersonActor = Extract<Actor, { kind: 'person' }>;

export const boxActor = (part: Extract<Actor, { kind: 'box' }>['part']): Actor => ({ kind: 'box', part });

/** How an actor is written in a record: a person's id, or `box:` and the part. */
export function actorId(actor: Actor): string {
  return actor.kind === 'person' ? actor.personId : `box:${actor.part}`;
}
