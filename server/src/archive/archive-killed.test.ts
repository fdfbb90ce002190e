import { expect, test } from 'vitest';
import { killAtActs, killAtRandom, tearTails } from '../../test/support/archive-kills.ts';

/** A process of its own, ended by `kill -9`. Hundreds of these are `make soak`. */
const seed = Date.now() % 1_000_000;

test('killed at twenty instants that nobody chose: all that was durable is in the archive, once, under heads that never fork', async () => {
  console.info(`seed ${seed}`);
  expect((await killAtRandom(20, seed)).kills).toBe(20);
}, 180_000);

test('killed before twenty acts on the disk, from the first of a round to the last', async () => {
  expect((await killAtActs(20)).kills).toBeGreaterThan(15);
}, 180_000);

test('torn and overwritten where no head looks yet: written again, and nothing of it is believed', async () => {
  const { kills, torn } = await tearTails(10, seed + 1);
  expect(kills).toBe(10);
  expect(torn, 'there was something to tear').toBeGreaterThan(0);
}, 180_000);
