import { checkPolicyChange, LeafType, parsePolicy, policyHash, type Policy, type PolicyFault } from '@holdfast/archive-format';
import type { Db } from '../db/index.ts';
import type { Clock } from '../kernel/index.ts';
import { insertPolicy, readPolicy } from './archive-repository.ts';
import type { Sealer } from './sealer.ts';
import type { SlotPool } from './slot-pool.ts';

export type PolicyTaken = { readonly ok: true; readonly policy: Policy; readonly isNew: boolean } | { readonly ok: false; readonly code: PolicyFault };
export type InForce = { readonly policy: Policy; readonly note: string; /** SHA-256 of the first policy's text: what key holders hold on to. */ readonly takenAt: number };
export type PolicyInForce = ReturnType<typeof createPolicyInForce>;

type Deps = { db: Db; clock: Clock; origin: string; sealer: Sealer; pool: SlotPool };

/** To whom is sealed now. A policy comes as its holders signed it; whether it may follow the one before is the format's rule, not ours. */
export function createPolicyInForce({ db, clock, origin, sealer, pool }: Deps) {
  const present = (): InForce | undefined => {
    const taken = readPolicy(db);
    const parsed = taken && parsePolicy(taken.note);
    return taken && parsed?.ok === true ? { policy: parsed.policy, note: taken.note, takenAt: taken.takenAt } : undefined;
  };
  const standing = present();
  if (standing) pool.use(standing.policy);

  return {
    present,
    /** Hash of the first policy's text, in hex; null before there is one. */
    genesis(): string | null {
      const first = db.prepare<[], string>('SELECT note FROM archive_policy ORDER BY sequence LIMIT 1').pluck().get();
      const parsed = first === undefined ? undefined : parsePolicy(first);
      return parsed?.ok === true ? policyHash(parsed.text) : null;
    },
    /** In force from the record that this writes. The same note again changes nothing. */
    take(note: string): PolicyTaken {
      const before = readPolicy(db);
      if (before?.note === note) return { ok: true, policy: (present() as InForce).policy, isNew: false };
      const next = checkPolicyChange(before?.note ?? null, note);
      if (!next.ok) return next;
      if (next.policy.origin !== origin) return { ok: false, code: 'ORIGIN_WRONG' };
      db.write((tx) => {
        sealer.endMany(tx, 'all'); // what was begun for other holders is not gone on with
        sealer.plain(tx, LeafType.config, note);
        insertPolicy(tx, { sequence: next.policy.sequence, note, takenAt: clock.now() });
      });
      pool.use(next.policy);
      return { ok: true, policy: next.policy, isNew: true };
    },
  };
}
