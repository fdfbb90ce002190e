import { expect, test } from 'vitest';
import { killAtActs, killAtRandom, tearAfterKills } from '../../test/support/archive-kills.ts';

/** A process of its own, ended by `kill -9`. Hundreds of these are `make soak`. */
const kills = Number(process.env['HOLDFAST_KILLS'] ?? 20);
const seed = Number(process.env['HOLDFAST_SEED'] ?? Date.now() % 1_000_000);
const enough = { timeout: 60_000 + kills * 10_000 };
const tell = (what: object): void => console.info(`HOLDFAST_SEED=${seed}`, JSON.stringify(what));

test('killed at instants that nobody chose: all that was durable is in the archive, once, under heads that never fork', enough, async () => {
  const found = await killAtRandom(kills, seed);
  tell(found);
  expect(found.kills).toBeGreaterThanOrEqual(kills);
});

test('killed before acts on files and commits, from the first of a round to the last', enough, async () => {
  const found = await killAtActs(kills);
  tell(found);
  expect(found.kills).toBeGreaterThanOrEqual(Math.min(kills, found.of));
});

test('torn and overwritten where no head looks yet: written again, and nothing of it is believed', enough, async () => {
  const found = await tearAfterKills(kills, seed + 1);
  tell(found);
  expect(found.kills).toBeGreaterThanOrEqual(kills);
  expect(found.torn, 'there was something to tear').toBeGreaterThan(0);
});
