import type { AccountId, BridgeConnection, BridgeId, ChangeAccount, ControlPlaneConfig, UserId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Provisioning } from '../bridge/index.ts';
import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import type { Jobs } from '../jobs/index.ts';
import { AppError, boxActor, type Actor, type Clock, type Log, type News } from '../kernel/index.ts';
import type { Homeserver, HomeserverAdmin } from '../matrix/index.ts';
import { createAccountHealth } from './account-health.ts';
import { findAccount } from './account-repository.ts';
import { createAccountStates } from './account-state.ts';
import { createAccounts } from './accounts.ts';
import { knownBridges } from './bridges.ts';
import { createClientContacts } from './client-contacts.ts';
import { createClientNotes } from './client-notes.ts';
import { createClients } from './clients.ts';
import { createColleagues } from './colleagues.ts';
import { companyGhosts, ghostNumber } from './company-side.ts';
import { createConversations } from './conversations.ts';
import { createInvitations, type BoxAddress } from './invitations.ts';
import { createLinkingDriver } from './linking-driver.ts';
import { createLinkingOutcome } from './linking-outcome.ts';
import { createLinkings } from './linkings.ts';
import { createOldChats } from './old-chats.ts';
import { createPhoneContactWatch, type PhoneContacts } from './phone-contact.ts';
import { createPeople } from './people.ts';
import { findPersonByUserId } from './person-repository.ts';
import { createPortalLife } from './portal-life.ts';
import { createPortalReader } from './portal-reader.ts';
import { createPortals } from './portals.ts';
import type { Alarms, Answering, DevicesOfPeople, PasswordHasher, SessionsOfPeople } from './ports.ts';
import { createPortalPreparation } from './prepare-portal.ts';
import { createTeams } from './teams.ts';

export type DirectoryDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly audit: AuditTrail;
  readonly news: News;
  readonly jobs: Jobs;
  readonly alarms: Alarms;
  readonly homeserver: Homeserver;
  readonly homeserverAdmin: HomeserverAdmin;
  readonly bridges: readonly Pick<BridgeConnection, 'id' | 'network' | 'botUserId' | 'ghostUserIdPattern' | 'provisioningSecretFile'>[];
  /** Only bridges that offer the API. */
  readonly provisioning: ReadonlyMap<BridgeId, Provisioning>;
  readonly sessions: SessionsOfPeople;
  readonly devices: DevicesOfPeople;
  readonly passwords: PasswordHasher;
  readonly answering: Answering;
  readonly phones: PhoneContacts;
  readonly address: BoxAddress;
  readonly serverName: string;
  /** What a new account starts with; asked each time. */
  readonly staleMinutes?: () => number;
  readonly smallFirm: boolean;
  /** For tests: how long to wait between vain attempts to reach a bridge, and for what appears. */
  readonly pauseMs?: (attempt: number) => number;
  readonly appearsWithinMs?: number;
};

export type Directory = ReturnType<typeof createDirectory>;
/** Builds the room out of its parts. Registers its job handlers; nothing runs before `start`. */
export function createDirectory(deps: DirectoryDeps) {
  const { db, clock, log, audit, news, jobs, alarms, homeserver, provisioning, answering, serverName } = deps;
  const bridges = knownBridges(deps.bridges);
  const preparation = createPortalPreparation({ db, jobs, homeserver, bridges });
  const life = createPortalLife({ clock, news, bridges, preparation, alarms, answering });
  const states = createAccountStates({ clock, news, alarms });
  const health = createAccountHealth({ db, clock, jobs, provisioning, states, alarms, onLinked: life.adopt });
  const phoneContact = createPhoneContactWatch({ db, clock, news, alarms, bridges, phones: deps.phones });
  const teams = createTeams({ db, clock, audit });
  const people = createPeople({
    db, clock, audit, news, jobs, homeserver: deps.homeserverAdmin, sessions: deps.sessions, devices: deps.devices, passwords: deps.passwords, answering, bridges,
    serverName, smallFirm: deps.smallFirm,
  });
  const accounts = createAccounts({ db, clock, audit, news, jobs, homeserver, bridges, provisioning, states, serverName, staleMinutes: deps.staleMinutes ?? (() => 15) });
  const outcome = createLinkingOutcome({ db, clock, audit, news, jobs, alarms, states, provisioning, onLinked: life.adopt });
  const driver = createLinkingDriver({ db, clock, news, log, provisioning, outcome, ...(deps.pauseMs ? { pauseMs: deps.pauseMs } : {}) });
  const linkings = createLinkings({ db, clock, audit, news, homeserver, bridges, provisioning, outcome, driver });
  const conversations = createConversations({
    db, provisioning, life, ...(deps.appearsWithinMs === undefined ? {} : { appearsWithinMs: deps.appearsWithinMs }),
  });
  const clients = createClients({ db, clock, audit, news, bridges, answering });
  const oldChats = createOldChats({ db, clock, audit, jobs, alarms, bridges, provisioning, conversations, life, answering, phones: deps.phones });

  return {
    teams,
    people,
    accounts: {
      ...accounts,
      change(actor: Actor, accountId: AccountId, input: ChangeAccount) {
        return db.write((tx) => {
          const account = accounts.change(actor, accountId, input);
          const record = findAccount(tx, accountId);
          if (record) life.reconsider(tx, record); // a number that turned out to be new has no old conversations to wait for
          return account;
        });
      },
    },
    linkings,
    oldChats,
    clients,
    clientNotes: createClientNotes({ db, clock, audit, news, clients }),
    clientContacts: createClientContacts({ db, audit, bridges, clients }),
    invitations: createInvitations({ db, audit, address: deps.address }),
    colleagues: createColleagues({ db }),
    portals: createPortals({ db, answering }),
    /** First of the journal's readers: ownership and gate find the portal up to date. */
    reader: createPortalReader({ bridges, life, preparation, states }),
    /** What a list of conversations says of a bridge. */
    bridges: {
      find: bridges.find,
      companyGhosts: (read: ReadDb) => companyGhosts(read, bridges),
      numberOf: (read: ReadDb, bridgeId: string, ghost: string) => ghostNumber(read, bridges, bridgeId, ghost),
    },
    openConversation: conversations.open,
    applyBridgeState: health.applyBridgeState,
    refreshBridge: health.refresh,
    refreshSoon: health.refreshSoon,
    /** Now and then: what the bridges know of the phones. */
    checkPhones: phoneContact.check,

    /** What holdfast.yaml declares exists afterwards, under the names it gives. Throws on what cannot be; runs at every start. */
    applyConfiguration(config: Pick<ControlPlaneConfig, 'teams' | 'accounts'>): void {
      db.write((tx) => {
        const actor = boxActor('configuration');
        const teamIds = new Map(config.teams.map((team) => [team.slug, teams.declare(tx, actor, team)]));
        config.accounts.forEach((account, index) => {
          const teamId = account.team === null ? null : teamIds.get(account.team);
          if (teamId === undefined) throw new AppError('BAD_REQUEST', `accounts/${index}/team names the unknown team ${account.team}`, { field: `/accounts/${index}/team` });
          try {
            accounts.declare(tx, actor, account, teamId);
          } catch (failure) {
            if (!(failure instanceof AppError)) throw failure;
            throw new AppError(failure.code, `accounts/${index}: ${failure.message}`, { field: `/accounts/${index}${failure.field ?? ''}`, cause: failure });
          }
        });
      });
    },

    /** The leaver's part of a cut: locked in the same commit, at the gate and for sessions. May run again. */
    lockLeaver(tx: WriteTx, userId: UserId, actor: Actor, reason: string): void {
      const person = findPersonByUserId(tx, userId);
      if (person) people.lockIn(tx, actor, person.personId, reason);
    },

    /** After jobs have started: asks every bridge how its logins are, and goes on with linkings a restart interrupted. */
    start(): void {
      db.write((tx) => {
        accounts.forgetConnections(tx);
        health.refreshAll(tx);
      });
      linkings.resume();
    },
    stop: () => linkings.stop(),
  };
}
