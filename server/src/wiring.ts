import type { AccountId, BridgeId, ControlPlaneConfig, RoomId, TeamId, UserId } from '@holdfast/contract';
import type { Alerts } from './alerts/index.ts';
import { createArchive, createArchiveReading, type Archive, type ArchiveDeps, type ArchiveReading } from './archive/index.ts';
import type { AuditTrail } from './audit/index.ts';
import { createSeenMessages } from './bridge/index.ts';
import type { ReadDb } from './db/index.ts';
import { findAccount, findPortal } from './directory/index.ts';
import type { GateBridge, GatePortal } from './gate/index.ts';
import type { Jobs } from './jobs/index.ts';
import type { Secret } from './kernel/index.ts';
import { createMediaSource } from './matrix/index.ts';

/** What one room knows, in the shape another asks for. Only main.ts uses it: the rooms themselves do not know each other. */
export function gatePortal(db: ReadDb, roomId: RoomId): GatePortal | undefined {
  const portal = findPortal(db, roomId);
  if (!portal) return undefined;
  const account = portal.accountId === null ? undefined : findAccount(db, portal.accountId);
  return {
    roomId,
    bridgeId: portal.bridgeId,
    state: portal.state === 'new' ? 'closed' : portal.state,
    account: account
      ? {
          accountId: account.accountId,
          serviceUserId: account.serviceUserId,
          connected: account.state === 'connected',
          paused: account.paused,
          staleMinutes: account.staleMinutes,
        }
      : null,
  };
}

export function gateBridge({ id, botUserId, ghostUserIdPattern, confirmsDelivery }: { id: BridgeId; botUserId: string; ghostUserIdPattern: string; confirmsDelivery: boolean }, prefix: Secret): GateBridge {
  const ghosts = new RegExp(ghostUserIdPattern);
  return { id, botUserId: botUserId as UserId, isGhost: (userId) => userId !== botUserId && ghosts.test(userId), commandPrefix: prefix.reveal(), confirmsDelivery };
}

export function teamOf(db: ReadDb, accountId: AccountId | null): TeamId | null {
  return accountId === null ? null : (findAccount(db, accountId)?.teamId ?? null);
}

type ArchiveParts = Pick<ArchiveDeps, 'db' | 'clock' | 'log' | 'source' | 'isGhost'> & {
  readonly config: ControlPlaneConfig;
  readonly secrets: { readonly asToken: Secret; readonly logKey: Secret; readonly readerToken: Secret };
  readonly alerts: Pick<Alerts, 'raise' | 'resolve'>;
  readonly audit: AuditTrail;
  readonly jobs: Pick<Jobs, 'every'>;
  readonly failpoint: ((point: string) => void) | undefined;
  isHomeserverUp(): Promise<boolean>;
  isReachable(bridgeId: BridgeId): Promise<boolean>;
};

/** The archive of this box: its folder and keys from the configuration, its alarms as alerts, homeserver and bridges as parts that can be away. */
export function openArchive({ config, secrets, alerts, audit, jobs, failpoint, isHomeserverUp, isReachable, ...deps }: ArchiveParts): Archive & { readonly reading: ArchiveReading } {
  const { directory, policyFile } = config.archive;
  const archive = createArchive({
    ...deps,
    serverName: config.serverName,
    directory,
    policyFile,
    secret: secrets.logKey,
    media: createMediaSource({ url: config.homeserver.url, asToken: secrets.asToken }),
    seen: createSeenMessages(new Map(config.bridges.map(({ id, database }) => [id as BridgeId, database]))),
    alarms: { raise: (tx, alarm) => void alerts.raise(tx, alarm), resolve: (tx, about) => void alerts.resolve(tx, about) },
    look: async () => [
      { part: 'homeserver', target: 'homeserver', isUp: await isHomeserverUp() },
      ...(await Promise.all(config.bridges.map(async ({ id }) => ({ part: 'bridge' as const, target: id, isUp: await isReachable(id as BridgeId) })))),
    ],
    ...(failpoint ? { onStep: failpoint } : {}),
  });
  jobs.every('archive.certify', '0 20 0 * * *', async () => void (await archive.certify()));
  jobs.every('archive.verify', '0 41 2 * * *', async () => void (await archive.verify()));
  const { db } = deps;
  const reading = createArchiveReading({ db, archive, audit, readerToken: secrets.readerToken, labelOf: (accountId) => findAccount(db, accountId)?.label ?? null });
  return Object.assign(archive, { reading });
}
