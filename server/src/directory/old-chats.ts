import type { AccountId, BridgeId, DecideOldChats, OldChat, UserId } from '@holdfast/contract';
import { Type } from 'typebox';
import type { AuditTrail } from '../audit/index.ts';
import { BridgeRefusal, type BridgeContact, type Provisioning } from '../bridge/index.ts';
import type { Db, WriteTx } from '../db/index.ts';
import type { Jobs } from '../jobs/index.ts';
import { actorId, AppError, type Actor, type Clock } from '../kernel/index.ts';
import { findAccount, type AccountRecord } from './account-repository.ts';
import type { KnownBridges } from './bridges.ts';
import type { Conversations } from './conversations.ts';
import { findDecidedChat, listDecidedChats, upsertDecision, type DecidedChat } from './old-chat-repository.ts';
import { findPersonByUserId, isEmployee } from './person-repository.ts';
import type { PhoneContacts } from './phone-contact.ts';
import type { PortalLife } from './portal-life.ts';
import { listPortalsOfLogin } from './portal-repository.ts';
import type { Alarms, Answering } from './ports.ts';

type Deps = {
  db: Db;
  clock: Clock;
  audit: AuditTrail;
  jobs: Jobs;
  alarms: Alarms;
  bridges: KnownBridges;
  provisioning: ReadonlyMap<BridgeId, Provisioning>;
  conversations: Conversations;
  life: PortalLife;
  answering: Pick<Answering, 'assignImported'>;
  phones: Pick<PhoneContacts, 'lastChatsAt'>;
};

export type OldChats = ReturnType<typeof createOldChats>;
/** What becomes of the conversations a used number already had. Names from the bridge's contacts, days from its history; never a text. */
export function createOldChats({ db, clock, audit, jobs, alarms, bridges, provisioning, conversations, life, answering, phones }: Deps) {
  // Making the conversation is enough: its portal finds the decision and goes to its owner.
  jobs.handle('old-chat.import', Type.Object({ accountId: Type.String(), contactId: Type.String() }), async ({ accountId, contactId }) => {
    const chat = findDecidedChat(db, accountId as AccountId, contactId);
    if (chat?.decision !== 'import') return; // decided otherwise meanwhile
    try {
      await conversations.begin(chat.accountId, chat.ghost ?? contactId);
    } catch (failure) {
      if (!(failure instanceof BridgeRefusal)) throw failure; // not connected yet, or not reachable: later
      const account = findAccount(db, chat.accountId);
      db.write((tx) => void alarms.raise(tx, { kind: 'old-chat-refused', target: accountId, teamId: account?.teamId ?? null, detail: { code: failure.errcode } }));
    }
  }, { limit: 2 });

  async function contactsOf(accountId: AccountId): Promise<{ account: AccountRecord; contacts: BridgeContact[] }> {
    const account = findAccount(db, accountId);
    if (!account) throw new AppError('NOT_FOUND', `no account ${accountId}`);
    const api = provisioning.get(account.bridgeId);
    if (!api) throw new AppError('PROVISIONING_UNSUPPORTED', `bridge ${account.bridgeId} lists no contacts`);
    if (account.loginId === null) throw new AppError('ACCOUNT_NOT_LINKED', 'link the account first');
    return { account, contacts: await api.contacts(account.serviceUserId, account.loginId) };
  }

  function checkOwner(tx: WriteTx, owner: UserId | undefined): UserId {
    if (owner === undefined) throw new AppError('BAD_REQUEST', 'an imported conversation needs an owner', { field: '/ownerUserId' });
    const person = findPersonByUserId(tx, owner);
    if (!person || !isEmployee(person)) throw new AppError('NOT_AN_EMPLOYEE', `${owner} answers nobody here`, { field: '/ownerUserId' });
    if (person.state === 'locked') throw new AppError('PERSON_LOCKED', `${owner} is locked`, { field: '/ownerUserId' });
    return owner;
  }

  /** Brings the portals that exist already into line; the others find the decision when they appear. */
  function apply(tx: WriteTx, actor: Actor, account: AccountRecord, chats: ReadonlyMap<string, DecidedChat>): void {
    const bridge = bridges.get(account.bridgeId);
    const done = new Set<string>();
    for (const portal of account.loginId === null ? [] : listPortalsOfLogin(tx, account.bridgeId, account.loginId)) {
      const chat = portal.otherUserId && (chats.get(portal.otherUserId) ?? chats.get(bridge.remoteIdOf(portal.otherUserId) ?? ''));
      if (!chat || portal.state === 'closed') continue;
      done.add(chat.contactId);
      if (chat.decision === 'exclude') {
        if (portal.state !== 'excluded') life.exclude(tx, portal);
      } else if (life.reopen(tx, portal).state === 'open' && chat.decision === 'import' && chat.owner) {
        answering.assignImported(tx, portal.roomId, chat.owner, actor);
      }
    }
    for (const chat of new Set(chats.values())) {
      const { accountId, contactId } = chat;
      if (chat.decision !== 'import') jobs.cancel(tx, 'old-chat.import', `${accountId}/${contactId}`);
      else if (!done.has(contactId)) jobs.enqueue(tx, { kind: 'old-chat.import', key: `${accountId}/${contactId}`, payload: { accountId, contactId } });
    }
  }

  return {
    async list(accountId: AccountId): Promise<OldChat[]> {
      const { account, contacts } = await contactsOf(accountId);
      const decided = new Map(listDecidedChats(db, accountId).map((chat) => [chat.contactId, chat]));
      const rooms = new Map(
        (account.loginId === null ? [] : listPortalsOfLogin(db, account.bridgeId, account.loginId))
          .filter(({ state }) => state !== 'closed')
          .map((portal) => [portal.otherUserId, portal.roomId] as const),
      );
      const lastAt = account.loginId === null ? new Map<string, number>() : phones.lastChatsAt(account.bridgeId, account.loginId);
      return contacts.map(({ id, name, ghost, roomId }) => {
        const chat = decided.get(id);
        return { contactId: id, name, lastMessageAt: lastAt.get(id) ?? 'unknown', roomId: (ghost && rooms.get(ghost)) ?? roomId, decision: chat?.decision ?? null, ownerUserId: chat?.owner ?? null };
      });
    },

    /** One by one or in bulk; may be decided again. Only contacts the bridge lists. */
    async decide(actor: Actor, accountId: AccountId, input: DecideOldChats): Promise<number> {
      const { account, contacts } = await contactsOf(accountId);
      const byId = new Map(contacts.map((contact) => [contact.id, contact]));
      const decidedBefore = new Set(listDecidedChats(db, accountId).map(({ contactId }) => contactId));
      const chosen = input.contactIds === 'undecided' ? [...byId.keys()].filter((id) => !decidedBefore.has(id)) : input.contactIds;
      const unknown = chosen.findIndex((id) => !byId.has(id));
      if (unknown >= 0) throw new AppError('NOT_FOUND', 'the bridge lists no such contact', { field: `/contactIds/${unknown}` });
      db.write((tx) => {
        const owner = input.decision === 'import' ? checkOwner(tx, input.ownerUserId) : null;
        const chats = new Map<string, DecidedChat>();
        for (const contactId of chosen) {
          const ghost = byId.get(contactId)?.ghost ?? null;
          const chat: DecidedChat = { accountId, contactId, ghost, decision: input.decision, owner };
          upsertDecision(tx, chat, actorId(actor), clock.now());
          chats.set(contactId, chat);
          if (ghost) chats.set(ghost, chat);
        }
        apply(tx, actor, account, chats);
        alarms.resolve(tx, { kind: 'old-chat-refused', target: accountId }); // decided anew: what is refused again is raised again
        audit.record(tx, { actor, action: 'account.old-chats-decided', target: accountId, detail: { decision: input.decision, count: chosen.length, owner } });
      });
      return chosen.length;
    },
  };
}
