import type { ClientId, RoomId, UserId } from '@holdfast/contract';
import type { WriteTx } from '../db/index.ts';
import { boxActor, newClientId, type Clock, type News } from '../kernel/index.ts';
import { findAccount, type AccountRecord } from './account-repository.ts';
import type { KnownBridge, KnownBridges } from './bridges.ts';
import { dropIdentity, findClientByGhost, insertClient, insertIdentity, updateClient } from './client-repository.ts';
import { isCompanyGhost } from './company-side.ts';
import { findDecisionAbout } from './old-chat-repository.ts';
import { findPortal, insertPortal, listPortalsOfBridge, listPortalsOfClient, listPortalsOfLogin, updatePortal, type PortalRecord } from './portal-repository.ts';
import type { Alarms, Answering } from './ports.ts';
import type { PortalPreparation } from './prepare-portal.ts';

type Deps = {
  clock: Clock;
  news: News;
  bridges: KnownBridges;
  preparation: PortalPreparation;
  alarms: Alarms;
  answering: Pick<Answering, 'portalOpened' | 'assignImported' | 'portalExcluded'>;
};

export type PortalLife = ReturnType<typeof createPortalLife>;
/**
 * How a portal comes to be answered: 'new' until it is known whose it is and with whom, then open, or excluded when it was
 * decided that it is private. Only here does a portal change its state; each change happens in the transaction of its cause.
 */
export function createPortalLife({ clock, news, bridges, preparation, alarms, answering }: Deps) {
  const listeners = new Set<(roomId: RoomId) => void>();

  function tell(tx: WriteTx, roomId: RoomId): void {
    tx.afterCommit(() => {
      news.publish({ kind: 'room.changed', roomId });
      for (const listener of listeners) listener(roomId);
    });
  }

  function save(tx: WriteTx, portal: PortalRecord): PortalRecord {
    const before = findPortal(tx, portal.roomId);
    if (!before) insertPortal(tx, portal);
    else if (JSON.stringify(before) !== JSON.stringify({ ...before, ...portal })) updatePortal(tx, portal);
    else return portal;
    tell(tx, portal.roomId);
    return portal;
  }

  /** The client behind a ghost, made when first met. A company number is nobody's client. */
  function clientOf(tx: WriteTx, bridge: KnownBridge, ghost: UserId, name: string | null): ClientId | null {
    if (isCompanyGhost(tx, bridge, ghost)) return null;
    const present = findClientByGhost(tx, bridge.id, ghost);
    if (present) {
      const { clientId } = present;
      if (present.namedBy === 'network' && name !== null && name !== present.name) {
        updateClient(tx, { ...present, name });
        tx.afterCommit(() => news.publish({ kind: 'client.changed', clientId }));
      }
      return clientId;
    }
    const clientId = newClientId();
    insertClient(tx, { clientId, name: name ?? bridge.network, namedBy: 'network', firm: null, language: null, tags: [], createdAt: clock.now(), version: 1 });
    insertIdentity(tx, clientId, bridge.id, ghost);
    return clientId;
  }

  /**
   * Opens or excludes a portal that waits, if what it waited for is known now. `live`: its person wrote just now (not
   * history), which ends the waiting of a used number's old conversations. `force`: somebody here began it.
   */
  function advance(tx: WriteTx, portal: PortalRecord, { live = false, force = false } = {}): PortalRecord {
    const bridge = bridges.find(portal.bridgeId);
    const account = portal.accountId === null ? undefined : findAccount(tx, portal.accountId);
    if (portal.state !== 'new' || !bridge || !account || (portal.direct && portal.otherUserId === null)) return portal;
    const decided = portal.otherUserId && findDecisionAbout(tx, account.accountId, portal.otherUserId, bridge.remoteIdOf(portal.otherUserId));
    if (decided && decided.decision === 'exclude') return exclude(tx, portal);
    const imported = decided && decided.decision === 'import' ? decided : undefined;
    if (account.numberHistory === 'used' && !live && !force && !imported) return portal;
    const clientId = portal.otherUserId ? (portal.clientId ?? clientOf(tx, bridge, portal.otherUserId, portal.name)) : null;
    const open = save(tx, { ...portal, state: 'open', clientId });
    if (imported?.owner) answering.assignImported(tx, portal.roomId, imported.owner, boxActor('routing'));
    else answering.portalOpened(tx, portal.roomId);
    return open;
  }

  function exclude(tx: WriteTx, portal: PortalRecord): PortalRecord {
    // Private: not even the name stays, unless the same person is a client elsewhere.
    if (portal.otherUserId && portal.clientId && listPortalsOfClient(tx, portal.clientId).length === 1) dropIdentity(tx, portal.bridgeId, portal.otherUserId);
    const excluded = save(tx, { ...portal, state: 'excluded', clientId: null });
    answering.portalExcluded(tx, portal.roomId);
    preparation.order(tx, portal.roomId); // whoever is in it is shown out
    return excluded;
  }

  return {
    save,
    advance,
    exclude,
    clientOf,

    close(tx: WriteTx, portal: PortalRecord): PortalRecord {
      return portal.state === 'closed' || portal.state === 'excluded' ? portal : save(tx, { ...portal, state: 'closed' });
    },

    /** Somebody wrote to a login that is no account's: recorded, but nobody here would see it. */
    missAccount(tx: WriteTx, { roomId, bridgeId }: PortalRecord): void {
      alarms.raise(tx, { kind: 'portal-without-account', target: roomId, teamId: null, detail: { bridgeId } });
    },

    /** An exclusion was taken back. */
    reopen(tx: WriteTx, portal: PortalRecord): PortalRecord {
      return portal.state === 'excluded' ? advance(tx, save(tx, { ...portal, state: 'new' })) : advance(tx, portal);
    },

    /** Portals declared before their login was known to be this account's are its portals; its own ghost is nobody's client. */
    adopt(tx: WriteTx, account: AccountRecord): void {
      const { bridgeId, loginId, accountId } = account;
      const bridge = bridges.find(bridgeId);
      if (loginId === null || !bridge) return;
      for (const { otherUserId } of listPortalsOfBridge(tx, bridgeId)) {
        if (otherUserId && bridge.remoteIdOf(otherUserId) === loginId) dropIdentity(tx, bridgeId, otherUserId);
      }
      for (const portal of listPortalsOfLogin(tx, bridgeId, loginId)) {
        preparation.order(tx, portal.roomId);
        alarms.resolve(tx, { kind: 'portal-without-account', target: portal.roomId });
        if (portal.accountId !== accountId) advance(tx, save(tx, { ...portal, accountId }));
      }
    },

    /** What is decided about the account's old conversations changed. */
    reconsider(tx: WriteTx, account: AccountRecord): void {
      if (account.loginId === null) return;
      for (const portal of listPortalsOfLogin(tx, account.bridgeId, account.loginId)) advance(tx, portal);
    },

    /** Told of every room whose portal appeared or changed, after commit. */
    onChange(listener: (roomId: RoomId) => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
