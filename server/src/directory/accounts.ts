import { networkFacts, type Account, type AccountId, type ActOnAccount, type BridgeId, type ChangeAccount, type ControlPlaneConfig, type CreateAccount, type LoginFlow, type Scope, type TeamId, type UserId } from '@holdfast/contract';
import { Type } from 'typebox';
import type { AuditTrail } from '../audit/index.ts';
import type { Provisioning } from '../bridge/index.ts';
import type { Db, WriteTx } from '../db/index.ts';
import type { Jobs } from '../jobs/index.ts';
import { AppError, mustBeCurrent, newAccountId, type Actor, type Clock, type News, type PersonActor } from '../kernel/index.ts';
import type { Homeserver } from '../matrix/index.ts';
import {
  findAccount, findAccountByNumber, findAccountBySlug, insertAccount, listAccounts, updateAccountSettings, type AccountRecord,
} from './account-repository.ts';
import type { AccountStates } from './account-state.ts';
import type { KnownBridges } from './bridges.ts';
import { findOpenLinking } from './linking-repository.ts';
import { unlinksAt } from './phone-contact.ts';
import { findPerson, findPersonByUserId, isEmployee } from './person-repository.ts';
import { findTeam } from './team-repository.ts';

type Deps = {
  db: Db;
  clock: Clock;
  audit: AuditTrail;
  news: News;
  jobs: Jobs;
  homeserver: Pick<Homeserver, 'ensureUser'>;
  bridges: KnownBridges;
  provisioning: ReadonlyMap<BridgeId, Provisioning>;
  states: AccountStates;
  serverName: string;
  /** What a new account starts with. */
  staleMinutes: () => number;
};

export type Accounts = ReturnType<typeof createAccounts>;
export function createAccounts(deps: Deps) {
  const { db, clock, audit, news, jobs, homeserver, bridges, provisioning, states } = deps;

  // Homeserver and control plane start side by side: the service user is made as soon as the homeserver answers.
  jobs.handle('account.ensure-user', Type.Object({ accountId: Type.String() }), async ({ accountId }) => {
    const account = findAccount(db, accountId as AccountId);
    if (account) await homeserver.ensureUser(account.serviceUserId, account.label);
  });

  function present(account: AccountRecord): Account {
    const { linkedAt: _, phoneSeenAt, ...view } = account;
    const bridge = bridges.find(account.bridgeId);
    const network = bridge?.network ?? account.bridgeId;
    const { unofficialClient } = networkFacts(network);
    const { riskAccepted } = account;
    return {
      ...view, network, linkable: bridge?.linkable ?? false, unofficialClient,
      riskAccepted: riskAccepted && { by: riskAccepted.by, byName: findPerson(db, riskAccepted.by)?.name ?? null, at: riskAccepted.at },
      lastPhoneContactAt: phoneSeenAt ?? 'unknown', unlinksAt: unlinksAt(network, account) ?? 'unknown',
    };
  }

  function visible(actor: PersonActor, scope: Scope, account: AccountRecord): boolean {
    return scope === 'all' || (account.teamId !== null && account.teamId === actor.teamId);
  }

  function get(accountId: AccountId): AccountRecord {
    const account = findAccount(db, accountId);
    if (!account) throw new AppError('NOT_FOUND', `no account ${accountId}`);
    return account;
  }

  function checkTeam(tx: WriteTx, teamId: TeamId | null): void {
    if (teamId !== null && !findTeam(tx, teamId)) throw new AppError('NOT_FOUND', `no team ${teamId}`, { field: '/teamId' });
  }

  function checkOwner(tx: WriteTx, owner: UserId | null): void {
    if (owner === null) return;
    const person = findPersonByUserId(tx, owner);
    if (!person || !isEmployee(person)) throw new AppError('NOT_AN_EMPLOYEE', `${owner} answers nobody here`, { field: '/ownerUserId' });
    if (person.state === 'locked') throw new AppError('PERSON_LOCKED', `${owner} is locked`, { field: '/ownerUserId' });
  }

  function checkNumber(tx: WriteTx, bridgeId: BridgeId, number: string | null, own: AccountId | null): void {
    if (number === null) return;
    const other = findAccountByNumber(tx, bridgeId, number);
    if (other && other.accountId !== own) {
      throw new AppError('NUMBER_IN_USE', `account ${other.bridgeId}/${other.slug} has this number already`, { field: '/number' });
    }
  }

  function createIn(tx: WriteTx, actor: Actor, input: CreateAccount): AccountRecord {
    const { bridgeId, slug, label } = input;
    bridges.get(bridgeId, '/bridgeId');
    if (findAccountBySlug(tx, bridgeId, slug)) throw new AppError('ACCOUNT_EXISTS', `account ${bridgeId}/${slug} exists already`, { field: '/slug' });
    checkNumber(tx, bridgeId, input.number ?? null, null);
    checkTeam(tx, input.teamId ?? null);
    checkOwner(tx, input.ownerUserId ?? null);
    const account: AccountRecord = {
      accountId: newAccountId(), bridgeId, slug, label, teamId: input.teamId ?? null, ownerUserId: input.ownerUserId ?? null,
      number: input.number ?? null, serviceUserId: `@acct_${bridgeId}_${slug}:${deps.serverName}` as UserId, loginId: null, linkedAt: null,
      state: 'unlinked', stateReason: null, stateSince: clock.now(), paused: false, staleMinutes: deps.staleMinutes(), numberHistory: input.numberHistory ?? null,
      riskAccepted: null, phoneSeenAt: null, version: 1,
    };
    insertAccount(tx, account, clock.now());
    audit.record(tx, { actor, action: 'account.created', target: account.accountId, detail: { bridgeId, slug } });
    jobs.enqueue(tx, { kind: 'account.ensure-user', key: account.accountId, payload: { accountId: account.accountId } });
    tell(tx, account.accountId);
    return account;
  }

  function tell(tx: WriteTx, accountId: AccountId): void {
    tx.afterCommit(() => news.publish({ kind: 'account.changed', accountId }));
  }

  function changeIn(tx: WriteTx, actor: Actor, accountId: AccountId, { version: shown, ...input }: ChangeAccount): AccountRecord {
    const before = findAccount(tx, accountId);
    if (!before) throw new AppError('NOT_FOUND', `no account ${accountId}`);
    mustBeCurrent(before.version, shown);
    const after: AccountRecord = { ...before, ...input };
    if (input.teamId !== undefined) checkTeam(tx, after.teamId);
    if (input.ownerUserId !== undefined) checkOwner(tx, after.ownerUserId);
    if (after.number !== before.number) {
      if (before.loginId !== null) throw new AppError('CONFLICT', 'the account is linked with its number: another number is another account', { field: '/number' });
      if (findOpenLinking(tx, accountId)) throw new AppError('LINKING_IN_PROGRESS', 'cancel the linking first', { field: '/number' });
      checkNumber(tx, before.bridgeId, after.number, accountId);
    }
    const fields = (Object.keys(input) as (keyof typeof input)[]).filter((field) => before[field] !== after[field]);
    if (fields.length === 0) return before;
    updateAccountSettings(tx, after);
    audit.record(tx, { actor, action: 'account.changed', target: accountId, detail: { fields } });
    tell(tx, accountId);
    return { ...after, version: before.version + 1 };
  }

  function setPaused(actor: Actor, accountId: AccountId, paused: boolean, { reason, version }: ActOnAccount): Account {
    return db.write((tx) => {
      const account = findAccount(tx, accountId);
      if (!account) throw new AppError('NOT_FOUND', `no account ${accountId}`);
      mustBeCurrent(account.version, version);
      if (account.paused === paused) return present(account);
      const changed = { ...account, paused, version: account.version + 1 };
      updateAccountSettings(tx, changed);
      audit.record(tx, { actor, action: paused ? 'account.paused' : 'account.resumed', target: accountId, reason });
      tell(tx, accountId);
      return present(changed);
    });
  }

  return {
    list(actor: PersonActor, scope: Scope): Account[] {
      return listAccounts(db).filter((account) => visible(actor, scope, account)).map(present);
    },

    get(actor: PersonActor, scope: Scope, accountId: AccountId): Account {
      const account = get(accountId);
      if (!visible(actor, scope, account)) throw new AppError('NOT_FOUND', `no account ${accountId}`);
      return present(account);
    },

    create: (actor: Actor, input: CreateAccount): Account => present(db.write((tx) => createIn(tx, actor, input))),
    change: (actor: Actor, accountId: AccountId, input: ChangeAccount): Account => present(db.write((tx) => changeIn(tx, actor, accountId, input))),

    /** The gate holds back what waits; what comes in is recorded and shown as ever. */
    pause: (actor: Actor, accountId: AccountId, act: ActOnAccount): Account => setPaused(actor, accountId, true, act),
    resume: (actor: Actor, accountId: AccountId, act: ActOnAccount): Account => setPaused(actor, accountId, false, act),

    /** Ends the login at the network. The account keeps its login id: linking again must yield the same number. */
    async logOut(actor: Actor, accountId: AccountId, { reason, version }: ActOnAccount): Promise<Account> {
      const account = get(accountId);
      mustBeCurrent(account.version, version);
      const api = provisioningOf(account.bridgeId);
      if (account.loginId === null || account.state === 'logged-out') throw new AppError('ACCOUNT_NOT_LINKED', 'the account is not linked');
      await api.logout(account.serviceUserId, account.loginId);
      db.write((tx) => {
        states.set(tx, accountId, 'logged-out', 'LOGGED_OUT_HERE');
        audit.record(tx, { actor, action: 'account.logged-out', target: accountId, reason });
      });
      return present(get(accountId));
    },

    /** Ways to sign in that the bridge offers. */
    async flows(accountId: AccountId): Promise<LoginFlow[]> {
      const account = get(accountId);
      const api = provisioningOf(account.bridgeId);
      await homeserver.ensureUser(account.serviceUserId, account.label);
      return (await api.flows(account.serviceUserId)).map(({ id, name, description }) => ({ flowId: id, name, description }));
    },

    /** Makes the account declared in holdfast.yaml exist as declared. May run at every start. */
    declare(tx: WriteTx, actor: Actor, declared: ControlPlaneConfig['accounts'][number], teamId: TeamId | null): void {
      const { slug, label, number } = declared;
      const bridgeId = declared.bridge as BridgeId;
      const account = findAccountBySlug(tx, bridgeId, slug);
      // A number the file leaves out may have been given through the API.
      if (account) changeIn(tx, actor, account.accountId, { label, teamId, ...(number === null ? {} : { number }) });
      else createIn(tx, actor, { bridgeId, slug, label, teamId, number });
    },

    /** After a start nobody knows yet which login is connected; nothing is delivered before a bridge that can be asked said so. */
    forgetConnections(tx: WriteTx): void {
      for (const { accountId, bridgeId, state } of listAccounts(tx)) {
        if (state === 'connected' && provisioning.has(bridgeId)) states.set(tx, accountId, 'connecting', 'BOX_STARTING');
      }
    },
  };

  function provisioningOf(bridgeId: BridgeId): Provisioning {
    bridges.get(bridgeId);
    const api = provisioning.get(bridgeId);
    if (!api) throw new AppError('PROVISIONING_UNSUPPORTED', `bridge ${bridgeId} offers no provisioning API: link it with its own tools`);
    return api;
  }
}
