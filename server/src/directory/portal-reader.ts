import type { LoginId, UserId } from '@holdfast/contract';
import type { WriteTx } from '../db/index.ts';
import type { CapturedEvent, JournalReader } from '../journal/index.ts';
import { isSaidByTheBox } from '../kernel/index.ts';
import { findAccount, findAccountByLogin, listAccounts, type AccountRecord } from './account-repository.ts';
import type { AccountStates } from './account-state.ts';
import { readBridgeInfo } from './bridge-info.ts';
import type { KnownBridge, KnownBridges } from './bridges.ts';
import { isCompanyGhost } from './company-side.ts';
import { findPersonByUserId } from './person-repository.ts';
import type { PortalLife } from './portal-life.ts';
import { findPortal, findPredecessor, touchPortal, type PortalRecord } from './portal-repository.ts';
import { repairedPowerLevels, sameLevels } from './power-levels.ts';
import type { PortalPreparation } from './prepare-portal.ts';

const messages = new Set(['m.room.message', 'm.room.encrypted', 'm.sticker', 'm.poll.start', 'org.matrix.msc3381.poll.start']);
const others = new Set(['m.reaction', 'm.room.redaction', 'm.poll.response', 'org.matrix.msc3381.poll.response']);
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

type Deps = { bridges: KnownBridges; life: PortalLife; preparation: PortalPreparation; states: AccountStates };

/** Keeps who is who up to date from what the homeserver recorded. Believes a bridge's bot about its rooms, and nobody else. */
export function createPortalReader({ bridges, life, preparation, states }: Deps): JournalReader {
  function read(tx: WriteTx, event: CapturedEvent): void {
    if (event.stateKey !== null && (event.type === 'm.bridge' || event.type === 'uk.half-shot.bridge')) return declare(tx, event);
    const portal = findPortal(tx, event.roomId);
    const bridge = portal && bridges.find(portal.bridgeId);
    if (!portal || !bridge) return;
    if (event.stateKey === null) return written(tx, event, portal, bridge);
    if (event.type === 'm.room.member') return member(tx, event, portal, bridge);
    if (event.type === 'm.room.power_levels') return levels(tx, event, portal, bridge);
    if (event.type === 'm.room.name') return named(tx, event, portal, bridge);
    if (event.type === 'm.room.tombstone' && event.sender === bridge.bot) life.close(tx, portal);
  }

  /** The bridge says which conversation the room is. It says so twice, and again whenever the name changes. */
  function declare(tx: WriteTx, event: CapturedEvent): void {
    const bridge = bridges.ofBot(event.sender);
    const declared = bridge && readBridgeInfo(event.content, bridge.bot);
    if (!bridge || !declared) return;
    const before = findPortal(tx, event.roomId);
    if (before && before.bridgeId !== bridge.id) return;
    const account = accountOf(tx, bridge, declared.loginId);
    const identity = {
      accountId: account?.accountId ?? before?.accountId ?? null, loginId: declared.loginId ?? account?.loginId ?? ('' as LoginId),
      remoteId: declared.remoteId, direct: declared.direct,
    };
    const portal = before
      ? life.save(tx, { ...before, ...identity, name: declared.name ?? before.name })
      : life.save(tx, { ...continued(tx, bridge, event, identity), name: declared.name });
    if (!before) preparation.order(tx, portal.roomId);
    // A bridge linked with its own tools may report nothing: a conversation it declares shows that it is linked.
    if (!bridge.linkable && account?.state === 'unlinked') states.set(tx, account.accountId, 'connected', null);
    life.advance(tx, portal);
  }

  /** A conversation the bridge gives a new room goes on with the same client; its old room stays readable. */
  function continued(
    tx: WriteTx,
    bridge: KnownBridge,
    event: CapturedEvent,
    identity: Pick<PortalRecord, 'accountId' | 'loginId' | 'remoteId' | 'direct'>,
  ): PortalRecord {
    const fresh: PortalRecord = {
      ...identity, roomId: event.roomId, bridgeId: bridge.id, otherUserId: null, name: null, clientId: null, state: 'new',
      predecessorRoomId: null, createdAt: event.originServerTs, lastEventAt: event.originServerTs, lastClientAt: null, lastCompanyAt: null,
    };
    const predecessor = findPredecessor(tx, fresh);
    if (!predecessor) return fresh;
    life.close(tx, predecessor);
    return {
      ...fresh, predecessorRoomId: predecessor.roomId, clientId: predecessor.clientId, otherUserId: predecessor.otherUserId,
      state: predecessor.state === 'excluded' ? 'excluded' : 'new',
    };
  }

  function member(tx: WriteTx, event: CapturedEvent, portal: PortalRecord, bridge: KnownBridge): void {
    const userId = event.stateKey as UserId;
    const membership = event.content['membership'];
    const gone = membership === 'leave' || membership === 'ban';
    const deleted = gone && event.sender === bridge.bot && event.content['reason'] === 'Deleting portal';
    if (deleted || (gone && userId === bridge.bot)) return void life.close(tx, portal);
    if (portal.state === 'closed') return;
    const account = portal.accountId === null ? undefined : findAccount(tx, portal.accountId);
    if (bridge.isGhost(userId)) {
      if (!gone) met(tx, portal, bridge, userId, text(event.content['displayname']));
    } else if (userId === account?.serviceUserId) {
      if (gone) preparation.order(tx, portal.roomId); // it never leaves
    } else if (!gone && userId !== bridge.bot && (portal.state === 'excluded' || !findPersonByUserId(tx, userId))) {
      preparation.order(tx, portal.roomId);
    }
  }

  /** A ghost is in the room: in a direct conversation it is the other side, unless it is the account itself. */
  function met(tx: WriteTx, portal: PortalRecord, bridge: KnownBridge, ghost: UserId, name: string | null): void {
    if (!portal.direct || bridge.remoteIdOf(ghost) === portal.loginId) return;
    if (portal.otherUserId !== null && portal.otherUserId !== ghost) return;
    const known = life.save(tx, { ...portal, otherUserId: ghost, name: portal.name ?? name });
    if (known.state === 'open' && name !== null) life.clientOf(tx, bridge, ghost, name);
    life.advance(tx, known);
  }

  function levels(tx: WriteTx, event: CapturedEvent, portal: PortalRecord, bridge: KnownBridge): void {
    const account = portal.accountId === null ? undefined : findAccount(tx, portal.accountId);
    if (!account || portal.state === 'closed') return;
    const wanted = repairedPowerLevels(event.content, { bot: bridge.bot, serviceUser: account.serviceUserId, isGhost: bridge.isGhost });
    if (!sameLevels(event.content, wanted)) preparation.order(tx, portal.roomId); // our own repair is right, and ends here
  }

  function named(tx: WriteTx, event: CapturedEvent, portal: PortalRecord, bridge: KnownBridge): void {
    const account = portal.accountId === null ? undefined : findAccount(tx, portal.accountId);
    const ofBridge = event.sender === bridge.bot || bridge.isGhost(event.sender) || event.sender === account?.serviceUserId;
    const name = text(event.content['name']);
    if (ofBridge && name !== null && name !== portal.name) life.save(tx, { ...portal, name });
  }

  function written(tx: WriteTx, event: CapturedEvent, portal: PortalRecord, bridge: KnownBridge): void {
    if (event.sender === bridge.bot || !(messages.has(event.type) || others.has(event.type))) return;
    const account = portal.accountId === null ? undefined : findAccount(tx, portal.accountId);
    const side = sideOf(tx, event.sender, bridge, account);
    const ours = event.sender === account?.serviceUserId && isSaidByTheBox(event.transactionId);
    const counts = messages.has(event.type) && event.relation !== 'edit' && !ours;
    touchPortal(tx, portal.roomId, event.originServerTs, counts ? side : null);
    if (portal.state !== 'new' || side !== 'client') return;
    if (!account) return life.missAccount(tx, portal);
    // Messages the bridge fills in from before the pairing carry their own, older time.
    const live = counts && (account.linkedAt ?? 0) <= event.originServerTs;
    const otherUserId = portal.direct ? (portal.otherUserId ?? event.sender) : null;
    const present = findPortal(tx, portal.roomId) as PortalRecord;
    life.advance(tx, life.save(tx, { ...present, otherUserId }), { live });
  }

  function sideOf(tx: WriteTx, sender: UserId, bridge: KnownBridge, account: AccountRecord | undefined): 'client' | 'company' | null {
    if (bridge.isGhost(sender)) return isCompanyGhost(tx, bridge, sender) ? 'company' : 'client';
    return sender === account?.serviceUserId || findPersonByUserId(tx, sender) ? 'company' : null;
  }

  return { name: 'directory', read };
}

/** The account a portal belongs to: its receiver's, or the bridge's only one where the bridge names none. */
function accountOf(tx: WriteTx, bridge: KnownBridge, loginId: LoginId | null): AccountRecord | undefined {
  if (loginId !== null) return findAccountByLogin(tx, bridge.id, loginId);
  const accounts = listAccounts(tx, { bridgeId: bridge.id });
  return accounts.length === 1 ? accounts[0] : undefined;
}
