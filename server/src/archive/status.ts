import { isPostQuantum } from '@holdfast/archive-format';
import type { ArchiveStatus } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';
import { countTail, readLog } from './archive-repository.ts';
import { countFacts } from './facts.ts';
import { countFetches } from './media-repository.ts';
import type { PolicyInForce } from './policy-in-force.ts';
import type { SlotPool } from './slot-pool.ts';
import { lastVerification, type Verifying } from './verification.ts';
import { readWitness } from './witness-repository.ts';

type Question = { readonly db: ReadDb; readonly origin: string; readonly logKey: string; readonly inForce: PolicyInForce; readonly pool: SlotPool; readonly verifying: Verifying };

/** The state of the archive in one answer: is everything sealed, does somebody watch, was it looked over. Ids and counts. */
export function archiveStatus({ db, origin, logKey, inForce, pool, verifying }: Question): ArchiveStatus {
  const log = readLog(db);
  const tail = countTail(db);
  const present = inForce.present();
  const files = countFetches(db);
  return {
    origin,
    logKey,
    state: present === undefined ? 'no-policy' : log.frozen === null ? 'sealing' : 'frozen',
    frozen: log.frozen === null ? null : { code: log.frozen as NonNullable<ArchiveStatus['frozen']>['code'], since: log.frozenAt ?? 0 },
    policy: present ? policyOf(present, inForce.genesis() ?? '') : null,
    records: log.base + tail,
    head: log.signedAt === null ? null : { size: log.headSize, signedAt: log.signedAt },
    waiting: {
      records: Math.max(0, log.base + tail - log.headSize), facts: countFacts(db), earlierBodies: db.prepare<[], number>('SELECT count(*) FROM journal_body').pluck().get() ?? 0,
      files: files.waiting, filesFailing: files.failing, oldestFileAt: files.oldestAt,
    },
    keyslots: { ready: pool.available(), emptySince: pool.emptySince() },
    witnesses: (present?.policy.witnesses ?? []).map(({ name }) => readWitness(db, name) ?? { name, size: 0, cosignedAt: null, failingSince: null, failure: null }),
    verification: lastVerification(db) ?? null,
    verifying: verifying.isRunning(),
  };
}

function policyOf({ policy, takenAt }: NonNullable<ReturnType<PolicyInForce['present']>>, genesis: string): NonNullable<ArchiveStatus['policy']> {
  const { sequence, threshold, holders, quorum } = policy;
  return { sequence, takenAt, threshold, holders: holders.map(({ name }) => name), postQuantum: holders.some(({ recipient }) => isPostQuantum(recipient)), quorum, genesis };
}
