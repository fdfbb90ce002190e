import { expect, test } from 'vitest';
import { soakResults, writeSection } from '../bench/report.ts';
import { killAtActs, killAtRandom, tearTails } from '../support/archive-kills.ts';
import { killInTurn } from '../support/kill-in-turn.ts';

/** Fewer or more than are meant, for whoever has less or more time: HOLDFAST_SOAK=0.1 is a tenth. */
const share = Number(process.env['HOLDFAST_SOAK'] ?? 1);
const many = (count: number): number => Math.max(1, Math.round(count * share));
const seed = Number(process.env['HOLDFAST_SEED'] ?? Date.now() % 1_000_000);
const minutes = (from: number): string => `${((performance.now() - from) / 60_000).toFixed(1)} minutes`;
const hours = { timeout: 4 * 3_600_000 };

test('the archive, killed at instants that nobody chose, before every act on the disk, and torn', hours, async () => {
  const from = performance.now();
  const random = await killAtRandom(many(300), seed);
  const acts = await killAtActs(share < 1 ? many(60) : Number.MAX_SAFE_INTEGER);
  const torn = await tearTails(many(100), seed + 1);
  expect(torn.torn).toBeGreaterThan(0);
  const none = 'nothing lost, doubled or forked';
  writeSection(
    'kill -9 of the archive',
    'A process of its own records, seals and signs under load and is ended by `kill -9`. After each kill it is started again, and a key holder verifies the whole archive against every head that ever stood on the disk, opens every record, and finds every event once and in order, every file once, and every act that had been durable.',
    [
      { name: 'at instants that nobody chose, every fifth while it starts', value: `${random.kills} kills, ${random.records} records, ${random.heads} heads, ${random.acts} acts`, target: none, met: true },
      { name: 'before an act on the disk, every one of a round', value: `${acts.kills} kills, ${acts.records} records, ${acts.heads} heads`, target: none, met: true },
      { name: 'files that no head speaks of cut short, longer or overwritten, and noise behind the write-ahead log', value: `${torn.kills} kills, ${torn.torn} files torn, ${torn.records} records`, target: none, met: true },
    ],
    [`Seed ${seed}; it took ${minutes(from)}.`], soakResults,
  );
});

test('a whole box, its parts killed in turn while everybody writes', hours, async () => {
  const from = performance.now();
  const { kills, sent, uncertain, fromClients } = await killInTurn(many(200));
  writeSection(
    'kill -9 of the parts of a box',
    'Control plane, homeserver and bridge of a real box are killed in turn while three employees and six clients write. Then every promise of DESIGN.md is looked into: all is in the record and in the archive, nothing reached a phone twice or in another order, and what the box cannot know it calls uncertain.',
    [{ name: 'kills in turn', value: `${kills} kills; ${sent} messages of employees, ${uncertain} of them uncertain; ${fromClients} of clients`, target: 'nothing lost, doubled or out of order; at most one uncertain for a conversation and a death', met: true }],
    [`It took ${minutes(from)}.`], soakResults,
  );
});
