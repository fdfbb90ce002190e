import { openArchiveOnDisk } from './archive-on-disk.ts';

/**
 * A process that records, seals and signs until it is killed. Says on its output what was durable before that, one line each:
 * `up`, `act <number>`, and `through <acts on the disk>` when it came to its end alive.
 */
export type VictimOrder = { readonly directory: string; /** The homeserver has so many events at the start, and so many at the end. */ readonly from: number; readonly to: number; /** The act on the disk before which it ends itself. */ readonly killAt: number | null };

const { directory, from, to, killAt } = JSON.parse(process.env['HOLDFAST_VICTIM'] ?? '') as VictimOrder;
let steps = 0;
const archive = await openArchiveOnDisk(directory, {
  onStep: () => {
    steps += 1;
    if (steps === killAt) process.kill(process.pid, 'SIGKILL');
  },
});
await archive.archive.start();
void archive.journal.start();
archive.sayUpTo(from);
process.stdout.write('up\n');
let said = from;
const timer = setInterval(() => {
  said = Math.min(to, said + 3);
  archive.sayUpTo(said);
  if (said % 15 === 0) process.stdout.write(`act ${archive.act()}\n`);
  if (said < to) return;
  clearInterval(timer);
  void end();
}, 2);

async function end(): Promise<void> {
  await archive.journal.catchUp();
  await archive.settled();
  await archive.stop();
  process.stdout.write(`through ${steps}\n`, () => process.exit(0));
}
