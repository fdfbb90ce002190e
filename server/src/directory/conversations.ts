import type { AccountId, BridgeId, RoomId, UserId } from '@holdfast/contract';
import { BridgeRefusal, type Provisioning } from '../bridge/index.ts';
import type { Db } from '../db/index.ts';
import { AppError, type PersonActor } from '../kernel/index.ts';
import { findAccount, type AccountRecord } from './account-repository.ts';
import { networkAnswer } from './network-answer.ts';
import type { PortalLife } from './portal-life.ts';
import { findPortal, type PortalRecord } from './portal-repository.ts';

type Deps = { db: Db; provisioning: ReadonlyMap<BridgeId, Provisioning>; life: PortalLife; appearsWithinMs?: number };

export type Conversations = ReturnType<typeof createConversations>;
/** Beginning a conversation from this side: the bridge makes the room, the journal brings it here. */
export function createConversations({ db, provisioning, life, appearsWithinMs = 30_000 }: Deps) {
  function reachable(accountId: AccountId): { account: AccountRecord & { loginId: NonNullable<AccountRecord['loginId']> }; api: Provisioning } {
    const account = findAccount(db, accountId);
    if (!account) throw new AppError('NOT_FOUND', `no account ${accountId}`, { field: '/accountId' });
    const api = provisioning.get(account.bridgeId);
    if (!api) throw new AppError('PROVISIONING_UNSUPPORTED', `bridge ${account.bridgeId} cannot begin conversations`);
    const { loginId } = account;
    if (loginId === null || account.state === 'unlinked' || account.state === 'logged-out') throw new AppError('ACCOUNT_NOT_LINKED', 'link the account first');
    if (account.state !== 'connected') throw new AppError('ACCOUNT_NOT_CONNECTED', `the account is ${account.state}`);
    return { account: { ...account, loginId }, api };
  }

  /** Waits for the record to show the portal: the journal reads the homeserver in order, a moment after the room is made. */
  async function appeared(roomId: RoomId): Promise<PortalRecord> {
    const present = findPortal(db, roomId);
    if (present?.accountId) return present;
    let stop: () => void = () => {};
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<PortalRecord>((resolve, reject) => {
        stop = life.onChange((changed) => {
          const portal = changed === roomId ? findPortal(db, roomId) : undefined;
          if (portal?.accountId) resolve(portal);
        });
        timer = setTimeout(() => reject(new AppError('BRIDGE_UNAVAILABLE', 'the bridge made a room that it did not declare as a conversation in time')), appearsWithinMs);
      });
    } finally {
      stop();
      clearTimeout(timer);
    }
  }

  async function begin(accountId: AccountId, identifier: string): Promise<PortalRecord> {
    const { account, api } = reachable(accountId);
    const contact = await api.createDm(account.serviceUserId, account.loginId, identifier).catch(async (failure: unknown) => {
      // The same word for a person nobody knows and for a login that is gone.
      const unclear = failure instanceof BridgeRefusal && failure.errcode === 'M_NOT_FOUND';
      if (unclear && !(await api.logins(account.serviceUserId)).includes(account.loginId)) throw new AppError('ACCOUNT_NOT_LINKED', 'the bridge has no login of this account');
      throw failure;
    });
    const portal = await appeared(contact.roomId);
    if (portal.accountId !== accountId) throw new AppError('CONFLICT', 'this conversation belongs to another account');
    return db.write((tx) => {
      const now = findPortal(tx, contact.roomId) as PortalRecord;
      if (now.state !== 'new') return now;
      // Somebody here begins it, so it is no old conversation that waits for its person to write.
      const otherUserId: UserId | null = now.otherUserId ?? (now.direct ? contact.ghost : null);
      return life.advance(tx, life.save(tx, { ...now, otherUserId }), { force: true });
    });
  }

  return {
    begin,

    /** Finds or creates the conversation with a number. Repeatable: the same number is the same room. Throws what the network answers. */
    async open(_actor: PersonActor, accountId: AccountId, identifier: string): Promise<{ roomId: RoomId }> {
      const portal = await begin(accountId, identifier).catch((failure: unknown) => {
        throw failure instanceof BridgeRefusal ? networkAnswer(failure) : failure;
      });
      if (portal.state === 'excluded') throw new AppError('CONFLICT', 'this conversation was excluded as private');
      if (portal.state !== 'open') throw new AppError('BRIDGE_UNAVAILABLE', `the conversation is ${portal.state}`);
      return { roomId: portal.roomId };
    },
  };
}
