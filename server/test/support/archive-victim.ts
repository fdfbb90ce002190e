import { openArchiveOnDisk } from './archive-on-disk.ts';
import { listenToDisk } from './acts-of-the-disk.ts';

/**
 * A process that records, seals, signs and looks its archive over until it is killed. Says on its output what was so before
 * that, one line each: `up`, `act <number>` and `recorded <events>` when they are durable, `verified <faults>`, and
 * `through <acts on the disk>` when it came to its end alive.
 */
export type VictimOrder = {
  readonly directory: string;
  /** The homeserver has so many events at the start, and so many at the end. */
  readonly from: number;
  readonly to: number;
  /** The act before which it ends itself: on a file, or a commit of the record. A write is done by half then. */
  readonly killAt: number | null;
};

const { directory, from, to, killAt } = JSON.parse(process.env['HOLDFAST_VICTIM'] ?? '') as VictimOrder;
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
let acts = 0;
const isLast = (): boolean => ++acts === killAt;
await listenToDisk(isLast);
const archive = await openArchiveOnDisk(directory, () => {
  if (isLast()) process.kill(process.pid, 'SIGKILL');
});
await archive.archive.start();
void archive.journal.start();
archive.sayUpTo(from);
say('up');
let said = from;
const half = Math.ceil((from + to) / 6) * 3;
let verified: Promise<unknown> = Promise.resolve();
const timer = setInterval(() => {
  said = Math.min(to, said + 3);
  archive.sayUpTo(said);
  if (said % 15 === 0) {
    say(`act ${archive.act()}`);
    say(`recorded ${archive.recorded().length}`);
  }
  if (said === half) verified = archive.archive.verify().then(({ faults }) => say(`verified ${faults}`));
  if (said < to) return;
  clearInterval(timer);
  void end();
}, 2);

async function end(): Promise<void> {
  await verified;
  await archive.journal.catchUp();
  await archive.settled();
  await archive.stop();
  process.stdout.write(`through ${acts}\n`, () => process.exit(0));
}
