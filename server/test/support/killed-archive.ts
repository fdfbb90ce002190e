import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LeafType, openNote, parseCheckpoint, ready, verifyArchive } from '@holdfast/archive-format';
import { expect } from 'vitest';
import { isPicture, killedLogKey, killedOrigin, openArchiveOnDisk } from './archive-on-disk.ts';
import { folderReader } from './archive-rig.ts';
import type { VictimOrder } from './archive-victim.ts';
import { makeKeyHolder, openArchiveFolder, signedPolicy } from './key-holder.ts';
import { tearTails, type Chance } from './torn-tails.ts';
import { until } from './until.ts';
import { createWatchingWitness } from './watching-witness.ts';

const victim = fileURLToPath(new URL('archive-victim.ts', import.meta.url));
const eventsARound = 120;

/** When a process is killed: so long after its birth, or after it was up, before an act, or when the witness has signed and it does not know yet. */
export type KillAt = { readonly bornMs: number } | { readonly upMs: number } | { readonly act: number } | 'cosigned' | 'never';
export type KilledArchive = Awaited<ReturnType<typeof createKilledArchive>>;

/** An archive in a folder, with its witness, whose process is killed round after round, and what a key holder finds in it after each. Ends with `close`. */
export async function createKilledArchive() {
  await ready();
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-killed-'));
  const folder = join(directory, 'archive');
  const holder = await makeKeyHolder('anna');
  const witness = await createWatchingWitness(directory, killedLogKey());
  writeFileSync(join(directory, 'policy.txt'), signedPolicy(killedOrigin, [holder], { witnesses: [witness.policy], quorum: 1 }));
  const acts: number[] = [];
  /** Every head that stood on the disk: whoever has copied one may come with it. */
  const heads = new Map<number, string>();
  let [said, recorded, kills, verifications] = [0, 0, 0, 0];

  function noteHeads(): void {
    const onDisk = existsSync(join(folder, 'checkpoint')) ? parseCheckpoint(readFileSync(join(folder, 'checkpoint'), 'utf8')) : undefined;
    const seen: (readonly [number, string])[] = [...witness.cosigned];
    if (onDisk) seen.push([onDisk.size, Buffer.from(onDisk.root).toString('hex')]);
    for (const [size, root] of seen) {
      expect(heads.get(size) ?? root, `one head of ${size} records, and no other`).toBe(root);
      heads.set(size, root);
    }
  }

  function hear(line: string): void {
    const [word, text] = line.split(' ');
    const number = Number(text);
    if (word === 'act') acts.push(number);
    if (word === 'recorded') recorded = number;
    if (word !== 'verified') return;
    expect(number, 'the box finds its own archive as it was written').toBe(0);
    verifications += 1;
  }

  /** Runs a process until it ends or is killed; answers with its acts on the disk if it lived. */
  async function run(at: KillAt): Promise<number | null> {
    const from = said;
    said += eventsARound;
    const order: VictimOrder = { directory, from, to: said, killAt: typeof at === 'object' && 'act' in at ? at.act : null };
    const child = spawn(process.execPath, [victim], { env: { PATH: process.env['PATH'], HOLDFAST_VICTIM: JSON.stringify(order) }, stdio: ['ignore', 'pipe', 'pipe'] });
    const kill = (): boolean => child.kill('SIGKILL');
    let complaint = '';
    let through: number | null = null;
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
    if (typeof at === 'object' && 'bornMs' in at) setTimeout(kill, at.bornMs); // an instant nobody chose is what is tried here
    for await (const line of createInterface({ input: child.stdout })) {
      if (line === 'up' && typeof at === 'object' && 'upMs' in at) setTimeout(kill, at.upMs);
      if (line === 'up' && at === 'cosigned') witness.whenCosigned(kill);
      if (line.startsWith('through ')) through = Number(line.slice(8));
      hear(line);
    }
    const { code, signal } = await ended;
    if (signal !== 'SIGKILL' && code !== 0) throw new Error(`the process failed by itself (${code ?? signal}): ${complaint}`);
    if (through === null) kills += 1;
    noteHeads();
    return through;
  }

  /** The box starts again, finishes what was begun, and a key holder looks at all of it. */
  async function check(): Promise<number> {
    const archive = await openArchiveOnDisk(directory);
    try {
      expect(archive.recorded().length, 'what was recorded is').toBeGreaterThanOrEqual(recorded);
      archive.sayUpTo(said);
      await archive.archive.start();
      await archive.journal.catchUp();
      await archive.settled();
      await until('the witness has signed the head', isCosigned, { everyMs: 5 });
      expect(archive.archive.status()).toMatchObject({ state: 'sealing', frozen: null });
      noteHeads();
      await looksAsWritten(archive.archive.logKey, archive.recorded());
      return archive.archive.status().records;
    } finally {
      await archive.stop();
      noteHeads();
    }
  }

  function isCosigned(): boolean {
    const opened = openNote(readFileSync(join(folder, 'checkpoint'), 'utf8'), [witness.policy.vkey]);
    return opened.ok && opened.signatures.length === 1;
  }

  async function looksAsWritten(vkey: string, journal: readonly string[]): Promise<void> {
    expect(witness.refused, 'the witness was shown honest growth and nothing else').toEqual([]);
    const { faults } = await verifyArchive(folderReader(folder), { vkey, pins: [...heads].map(([size, root]) => ({ size, root: Buffer.from(root, 'hex') })) });
    expect(faults, 'the archive is as it was written, and begins with every head it ever had').toEqual([]);
    const records = await openArchiveFolder(folder, holder);
    const of = (type: number): Record<string, unknown>[] => records.flatMap(({ leaf, payload }) => (leaf.type === type && payload ? [payload] : []));
    const events = Array.from({ length: said }, (_, n) => `$${n}`);
    expect(journal, 'every event is in the journal').toEqual(events);
    expect(of(LeafType.event).map(({ eventId }) => eventId), 'every event once, in its order').toEqual(events);
    expect(of(LeafType.media).map(({ event }) => event).sort(), 'every file once').toEqual(events.filter((_, n) => isPicture(n)).sort());
    const sealedActs = of(LeafType.record).filter(({ k }) => k === 'audit').map(({ seq }) => seq as number);
    expect(sealedActs, 'acts in their order, each once').toEqual([...new Set(sealedActs)].sort((a, b) => a - b));
    expect(acts.filter((act) => !sealedActs.includes(act)), 'every act that was durable').toEqual([]);
    expect(of(LeafType.verified).length, 'every look over it that came to its end').toBeGreaterThanOrEqual(verifications);
  }

  return {
    run, check,
    tear: (random: Chance): number => tearTails(directory, random),
    found: () => ({ kills, heads: heads.size, cosigned: witness.cosigned.size, acts: acts.length, events: said, verifications }),
    async close(): Promise<void> {
      await witness.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
