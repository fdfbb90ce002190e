import { LeafType, openNote, splitNote, type Policy } from '@holdfast/archive-format';
import type { Db } from '../db/index.ts';
import type { Clock } from '../kernel/index.ts';
import { factPayload } from './payloads.ts';
import type { Sealer } from './sealer.ts';
import type { SlotPool } from './slot-pool.ts';

export type AccessRefusal = 'NO_POLICY' | 'NOTE_MALFORMED' | 'ORIGIN_WRONG' | 'HOLDER_UNKNOWN' | 'SIGNATURE_INVALID';
type Deps = { db: Db; clock: Clock; origin: string; sealer: Sealer; pool: SlotPool; policy: () => Policy | undefined };

const form = /^holdfast\.archive\/access\/v1\norigin (\S+)\nholder (\S+)\nfrom (\d{1,12})\nto (\d{1,12})\nprevious (\S+)\n(?:entry [^\n]+\n)+$/u;

/** Looks of a key holder at the archive, as they hand them in: a signed note that is sealed as it came, once. */
export function createAccessIntake({ db, clock, origin, sealer, pool, policy }: Deps) {
  function judge(note: string): { holder: string; to: number; from: number } | AccessRefusal {
    const present = policy();
    if (!present) return 'NO_POLICY';
    const [, noteOrigin, holder = '', from, to] = form.exec(splitNote(note)?.text ?? '') ?? [];
    if (from === undefined || to === undefined) return 'NOTE_MALFORMED';
    if (noteOrigin !== origin) return 'ORIGIN_WRONG';
    const vkey = present.holders.find(({ name }) => name === holder)?.vkey;
    if (vkey === undefined) return 'HOLDER_UNKNOWN';
    const opened = openNote(note, [vkey]);
    return opened.ok && opened.signatures.length > 0 ? { holder, from: Number(from), to: Number(to) } : 'SIGNATURE_INVALID';
  }

  return async function take(note: string): Promise<AccessRefusal | null> {
    const judged = judge(note);
    if (typeof judged === 'string') return judged;
    await pool.ensure(sealer.lacking(['box']));
    db.write((tx) => {
      const known = tx.prepare<[string], number>('SELECT to_n FROM archive_access WHERE holder = ?').pluck().get(judged.holder);
      if (known !== undefined && judged.to <= known) return; // handed in before, the answer was lost
      sealer.seal(tx, 'box', LeafType.access, factPayload('access', clock.now(), null, JSON.stringify({ holder: judged.holder, from: judged.from, to: judged.to, note })));
      tx.prepare('INSERT OR REPLACE INTO archive_access (holder, to_n, at) VALUES (?, ?, ?)').run(judged.holder, judged.to, clock.now());
    });
    return null;
  };
}
