import type { ClientId, RevealClient, RevealedContact, Scope } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import type { PersonActor } from '../kernel/index.ts';
import type { KnownBridges } from './bridges.ts';
import type { Clients } from './clients.ts';
import { contactIdentifier } from './company-side.ts';
import { listPortalsOfClient } from './portal-repository.ts';

type Deps = { db: Db; audit: AuditTrail; bridges: KnownBridges; clients: Pick<Clients, 'get'> };

export type ClientContacts = ReturnType<typeof createClientContacts>;
/**
 * The numbers behind a client's conversations, to whoever gives a reason. A courtesy and not a wall for as long as Matrix
 * ids hold the numbers: whoever is in the room can read them there.
 */
export function createClientContacts({ db, audit, bridges, clients }: Deps) {
  return {
    /** The trail says who asked why about which rooms; what was shown is not written down again. */
    reveal(actor: PersonActor, scope: Scope, clientId: ClientId, { reason }: RevealClient): RevealedContact[] {
      const within = new Set(clients.get(actor, scope, clientId).roomIds);
      return db.write((tx) => {
        const contacts = listPortalsOfClient(tx, clientId).flatMap(({ roomId, bridgeId, direct, otherUserId }): RevealedContact[] => {
          const bridge = bridges.find(bridgeId);
          if (!direct || otherUserId === null || !bridge || !within.has(roomId)) return [];
          return [{ roomId, network: bridge.network, identifier: contactIdentifier(tx, bridge, otherUserId), userId: otherUserId }];
        });
        audit.record(tx, { actor, action: 'client.contact-revealed', target: clientId, reason, detail: { rooms: contacts.map(({ roomId }) => roomId) } });
        return contacts;
      });
    },
  };
}
