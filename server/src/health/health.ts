import type { AccountId, BridgeId, HealthReport, ProbeResult, RunProbe, WaitingCounts } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import { AppError, type Clock, type PersonActor } from '../kernel/index.ts';

type HealthAccount = Omit<HealthReport['accounts'][number], 'waiting' | 'oldestWaitingMs'>;
type Probe = { readonly ok: boolean; readonly ms: number; readonly code: string | null };

export type HealthDeps = {
  db: Db;
  clock: Clock;
  audit: AuditTrail;
  trial: boolean;
  bridges: readonly { readonly id: BridgeId; readonly network: string; readonly confirmsDelivery: boolean }[];
  homeserver: { isUp(): Promise<boolean>; schemaVersion(): Promise<number>; newest(): Promise<number> };
  journal: () => { readonly recorded: number; readonly cursor: number; readonly faults: number; readonly lastRecordedAt: number | null };
  waiting: (accountId?: AccountId) => WaitingCounts;
  accounts: () => readonly HealthAccount[];
  openAlerts: () => number;
  lastHeardAt: (bridgeId: BridgeId) => number | null;
  isReachable: (bridgeId: BridgeId) => Promise<boolean>;
  probe: (bridgeId: BridgeId) => Promise<Probe>;
};

export function createHealth(deps: HealthDeps) {
  const { db, clock, audit, trial, bridges, homeserver } = deps;

  async function homeserverHealth(): Promise<HealthReport['homeserver']> {
    const reachable = await homeserver.isUp();
    const schemaVersion = await homeserver.schemaVersion().catch(() => null);
    return { reachable, schemaVersion, ...(reachable ? {} : { error: 'HOMESERVER_UNAVAILABLE' }) };
  }

  return {
    async report(): Promise<HealthReport> {
      const { recorded, cursor, faults, lastRecordedAt } = deps.journal();
      const newest = await homeserver.newest().catch(() => null);
      return {
        at: clock.now(),
        trial,
        homeserver: await homeserverHealth(),
        journal: { recorded, faults, lastRecordedAt, lagEvents: newest === null ? null : Math.max(0, newest - cursor) },
        deliveries: deps.waiting(),
        bridges: await Promise.all(
          bridges.map(async ({ id, network, confirmsDelivery }) => ({
            bridgeId: id,
            network,
            confirmsDelivery,
            reachable: await deps.isReachable(id),
            lastHeardAt: deps.lastHeardAt(id),
          })),
        ),
        accounts: deps.accounts().map((account) => {
          const { waiting, oldestWaitingMs } = deps.waiting(account.accountId);
          return { ...account, waiting, oldestWaitingMs };
        }),
        openAlerts: deps.openAlerts(),
      };
    },

    /** An event through the gate to the bridge and its word back; nothing can reach a client. */
    async probe(actor: PersonActor, { bridgeId }: RunProbe): Promise<ProbeResult> {
      const chosen = bridges.filter((bridge) => bridgeId === undefined || bridge.id === bridgeId);
      if (chosen.length === 0 && bridgeId !== undefined) throw new AppError('UNKNOWN_BRIDGE', `no bridge ${bridgeId} on this box`, { field: '/bridgeId' });
      const probes = await Promise.all(
        chosen.map(async ({ id }) => {
          const { ok, ms, code } = await deps.probe(id);
          return { bridgeId: id, ok, roundTripMs: ok ? ms : null, ...(code === null ? {} : { code }) };
        }),
      );
      db.write((tx) => audit.record(tx, { actor, action: 'probe.run', target: bridgeId ?? 'all', detail: { ok: probes.every(({ ok }) => ok) } }));
      return { probes };
    },
  };
}
