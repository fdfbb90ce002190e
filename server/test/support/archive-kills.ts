import { expect } from 'vitest';
import { createKilledArchive, type KillAt, type KilledArchive } from './killed-archive.ts';
import type { Chance } from './torn-tails.ts';

/** So many kills an archive takes before the next one begins: what is looked into after each grows with it. */
const killsAnArchive = 40;

/** Numbers that look like chance and come again with the same seed. */
export function chance(seed: number): Chance {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
}

export type Kills = { readonly kills: number; readonly records: number; readonly heads: number; readonly cosigned: number; readonly events: number; readonly acts: number; readonly verifications: number; readonly torn: number };

/** `round` does what it does to an archive until it says that it is enough; then the next archive, until there were `kills`. */
async function overArchives(kills: number, round: (archive: KilledArchive) => Promise<{ records: number; torn?: number }>): Promise<Kills> {
  const sum = { kills: 0, records: 0, heads: 0, cosigned: 0, events: 0, acts: 0, verifications: 0, torn: 0 };
  while (sum.kills < kills) {
    const archive = await createKilledArchive();
    let records = 0;
    try {
      const wanted = Math.min(killsAnArchive, kills - sum.kills);
      while (archive.found().kills < wanted) {
        const { records: now, torn = 0 } = await round(archive);
        records = now;
        sum.torn += torn;
      }
      for (const [name, count] of Object.entries(archive.found()) as [keyof ReturnType<KilledArchive['found']>, number][]) sum[name] += count;
      sum.records += records;
    } finally {
      await archive.close();
    }
  }
  return sum;
}

/** An instant that nobody chose: while it works, while it starts, or between a witness's answer and its arrival. */
function anInstant(random: Chance): KillAt {
  const which = random(8);
  if (which === 0) return 'cosigned';
  return which <= 2 ? { bornMs: random(700) } : { upMs: random(900) };
}

/** Killed at instants that nobody chose, sometimes once more while it finishes what it had begun; looked at after each. */
export async function killAtRandom(kills: number, seed: number): Promise<Kills> {
  const random = chance(seed);
  return overArchives(kills, async (archive) => {
    await archive.run(anInstant(random));
    if (random(4) === 0) await archive.run({ bornMs: 200 + random(500) });
    return { records: await archive.check() };
  });
}

/** Acts on the disk of one round: files that are begun, written, made durable, renamed or removed, and commits of the record. */
async function actsOfARound(): Promise<number> {
  const whole = await createKilledArchive();
  try {
    await whole.run('never');
    const acts = (await whole.run('never')) ?? 0; // the second: the first one takes the policy too, and everything is new to it
    expect(acts, 'a round has acts on the disk').toBeGreaterThan(100);
    return acts;
  } finally {
    await whole.close();
  }
}

/** Killed before an act on the disk, at `places` of them spread over a round, or at every one; looked at after each. */
export async function killAtActs(places: number): Promise<Kills & { readonly of: number }> {
  const of = await actsOfARound();
  const wanted = Math.min(places, of);
  let place = 0;
  const found = await overArchives(wanted, async (archive) => {
    await archive.run({ act: 1 + (Math.floor((place++ * of) / wanted) % of) }); // no two rounds have quite the same: who comes to the end is not counted
    return { records: await archive.check() };
  });
  return { ...found, of };
}

/** Killed before some act, and what no head speaks of torn or overwritten before the next start. */
export async function tearAfterKills(kills: number, seed: number): Promise<Kills> {
  const random = chance(seed);
  const of = await actsOfARound();
  return overArchives(kills, async (archive) => {
    await archive.run({ act: 1 + random(of) });
    const torn = archive.tear(random);
    return { records: await archive.check(), torn };
  });
}
