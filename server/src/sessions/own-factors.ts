import type { AddPasskey, PersonId, SignInMethods, TotpSecret } from '@holdfast/contract';
import type { Db } from '../db/index.ts';
import { AppError, type Clock, type PersonActor } from '../kernel/index.ts';
import type { Site } from './passkeys.ts';
import type { People } from './ports.ts';
import type { SecondFactors } from './second-factors.ts';
import { findOwnTicket, keepChallenge, keepPending, ownTicket, useTicket } from './ticket-repository.ts';

type Deps = { db: Db; clock: Clock; people: People; factors: SecondFactors };
export type OwnFactors = ReturnType<typeof createOwnFactors>;

/** What a signed-in person changes about their own way in. Every change needs a fresh proof, which the route asks for. */
export function createOwnFactors({ db, clock, people, factors }: Deps) {
  const ownerOf = ({ personId }: PersonActor) => ({ personId, signInName: people.signInNameOf(db, personId) ?? personId });
  const keep = (personId: PersonId, what: { challenge?: string; pending?: Buffer }): void =>
    db.write((tx) => {
      const { hash } = ownTicket(tx, personId, clock.now());
      if (what.challenge !== undefined) keepChallenge(tx, hash, what.challenge);
      if (what.pending !== undefined) keepPending(tx, hash, what.pending);
    });

  return {
    list: (actor: PersonActor): SignInMethods => ({ password: Boolean(people.findPersonById(db, actor.personId)?.passwordHash), ...factors.list(actor.personId) }),

    startTotp(actor: PersonActor): TotpSecret {
      const { shown, pending } = factors.newTotp(ownerOf(actor));
      keep(actor.personId, { pending });
      return shown;
    },
    confirmTotp(actor: PersonActor, code: string): string[] {
      const ticket = findOwnTicket(db, actor.personId, clock.now());
      if (!ticket?.pending) throw new AppError('TICKET_EXPIRED', 'ask for a new secret: ten minutes are over');
      const { pending, hash } = ticket;
      return db.write((tx) => {
        useTicket(tx, hash);
        return factors.confirmTotp(tx, actor, actor.personId, pending, code) ?? [];
      });
    },
    /** For a new passkey. */
    async offerPasskey(actor: PersonActor, site: Site): Promise<unknown> {
      const options = await factors.offerPasskey(ownerOf(actor), site);
      keep(actor.personId, { challenge: options.challenge });
      return options;
    },
    async addPasskey(actor: PersonActor, { name, credential }: AddPasskey, site: Site): Promise<string[]> {
      const ticket = findOwnTicket(db, actor.personId, clock.now());
      const write = await factors.newPasskey(actor.personId, name, ticket?.challenge ?? null, credential, site);
      return db.write((tx) => {
        if (ticket) useTicket(tx, ticket.hash);
        return write(tx, actor) ?? [];
      });
    },
    /** For proving oneself with a passkey one has. */
    async askForPasskey(actor: PersonActor, site: Site): Promise<unknown> {
      const options = await factors.askForPasskey(actor.personId, site);
      if (!options) throw new AppError('NOT_FOUND', 'no passkey of yours is known');
      keep(actor.personId, { challenge: options.challenge });
      return options;
    },
    remove: (actor: PersonActor, passkeyId: string | null): void => factors.remove(actor, actor.personId, passkeyId),
    renewCodes: (actor: PersonActor): string[] => factors.renewCodes(actor, actor.personId),
  };
}
