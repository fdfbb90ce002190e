import { expect, test } from 'vitest';
import { soakResults, writeSection } from '../bench/report.ts';
import { killAtActs, killAtRandom, tearAfterKills, type Kills } from '../support/archive-kills.ts';
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
  const torn = await tearAfterKills(many(100), seed + 1);
  expect(torn.torn).toBeGreaterThan(0);
  const none = 'nothing lost, doubled or forked';
  const found = ({ kills, records, heads, cosigned, verifications }: Kills): string => `${kills} kills, ${records} records, ${heads} heads, ${cosigned} of them cosigned, ${verifications} verifications of its own`;
  writeSection(
    'kill -9 of the archive',
    'A process of its own records, seals, signs, asks a witness and looks its archive over under load, and is ended by `kill -9`. After each kill it is started again, and a key holder verifies the whole archive against every head that ever stood on the disk or was cosigned, opens every record, and finds every event once and in order, every file once, and every act that had been durable; the witness saw honest growth and nothing else.',
    [
      { name: 'at instants that nobody chose: at work, while it starts, behind the witness’s signature', value: `${found(random)}, ${random.acts} acts`, target: none, met: true },
      { name: `before an act on a file or a commit, of the ${acts.of} of a round${share < 1 ? '' : ' every one'}; a write is done by half then`, value: found(acts), target: none, met: true },
      { name: 'files that no head speaks of cut short, longer or overwritten, and noise behind the write-ahead log', value: `${found(torn)}, ${torn.torn} files torn`, target: none, met: true },
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
