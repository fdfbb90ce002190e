import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LeafType, parseCheckpoint, verifyArchive } from '@holdfast/archive-format';
import { expect } from 'vitest';
import { isPicture, killedOrigin, openArchiveOnDisk } from './archive-on-disk.ts';
import { folderReader } from './archive-rig.ts';
import type { VictimOrder } from './archive-victim.ts';
import { makeKeyHolder, openArchiveFolder, signedPolicy } from './key-holder.ts';

const victim = fileURLToPath(new URL('archive-victim.ts', import.meta.url));
const eventsARound = 120;
const tileWidth = 256;

/** Numbers that look like chance and come again with the same seed. */
export function chance(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
}

export type KilledArchive = Awaited<ReturnType<typeof createKilledArchive>>;

/** An archive in a folder whose process is killed round after round, and what a key holder finds in it after each. Ends with `close`. */
export async function createKilledArchive() {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-killed-'));
  const folder = join(directory, 'archive');
  const holder = await makeKeyHolder('anna');
  writeFileSync(join(directory, 'policy.txt'), signedPolicy(killedOrigin, [holder]));
  const acts: number[] = [];
  /** Every head that stood on the disk: whoever has copied one may come with it. */
  const heads = new Map<number, string>();
  let said = 0;

  function noteHead(): void {
    const path = join(folder, 'checkpoint');
    const head = existsSync(path) ? parseCheckpoint(readFileSync(path, 'utf8')) : undefined;
    if (!head) return;
    const root = Buffer.from(head.root).toString('hex');
    expect(heads.get(head.size) ?? root, `one head of ${head.size} records, and no other`).toBe(root);
    heads.set(head.size, root);
  }

  /** Runs a process until it ends or is killed `afterMs` after it began (or after it was up); answers with its acts on the disk if it lived. */
  async function run({ killAt = null, afterMs, whenUp = true }: { killAt?: number | null; afterMs?: number; whenUp?: boolean } = {}): Promise<number | null> {
    const from = said;
    said += eventsARound;
    const order: VictimOrder = { directory, from, to: said, killAt };
    const child = spawn(process.execPath, [victim], { env: { PATH: process.env['PATH'], HOLDFAST_VICTIM: JSON.stringify(order) }, stdio: ['ignore', 'pipe', 'pipe'] });
    let complaint = '';
    let through: number | null = null;
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
    if (afterMs !== undefined && !whenUp) killLater(child, afterMs);
    for await (const line of createInterface({ input: child.stdout })) {
      const [word, number] = line.split(' ');
      if (word === 'up' && afterMs !== undefined && whenUp) killLater(child, afterMs);
      if (word === 'act') acts.push(Number(number));
      if (word === 'through') through = Number(number);
    }
    const { code, signal } = await ended;
    if (signal !== 'SIGKILL' && code !== 0) throw new Error(`the process failed by itself (${code ?? signal}): ${complaint}`);
    noteHead();
    return through;
  }

  /** The box starts again, finishes what was begun, and a key holder looks at all of it. */
  async function check(): Promise<number> {
    const archive = await openArchiveOnDisk(directory);
    try {
      archive.sayUpTo(said);
      await archive.archive.start();
      await archive.journal.catchUp();
      await archive.settled();
      expect(archive.archive.status()).toMatchObject({ state: 'sealing', frozen: null });
      noteHead();
      const { faults } = await verifyArchive(folderReader(folder), { vkey: archive.archive.logKey, pins: [...heads].map(([size, root]) => ({ size, root: Buffer.from(root, 'hex') })) });
      expect(faults, 'the archive is as it was written, and begins with every head it ever had').toEqual([]);
      const records = await openArchiveFolder(folder, holder);
      const of = (type: number): Record<string, unknown>[] => records.flatMap(({ leaf, payload }) => (leaf.type === type && payload ? [payload] : []));
      expect(of(LeafType.event).map(({ eventId }) => eventId), 'every event once, in its order').toEqual(Array.from({ length: said }, (_, n) => `$${n}`));
      expect(of(LeafType.media).map(({ event }) => event).sort(), 'every file once').toEqual(Array.from({ length: said }, (_, n) => n).filter(isPicture).map((n) => `$${n}`).sort());
      const sealedActs = of(LeafType.record).filter(({ k }) => k === 'audit').map(({ seq }) => seq as number);
      expect(sealedActs, 'acts in their order, each once').toEqual([...new Set(sealedActs)].sort((a, b) => a - b));
      expect(acts.filter((act) => !sealedActs.includes(act)), 'every act that was durable').toEqual([]);
      return records.length;
    } finally {
      await archive.stop();
      noteHead();
    }
  }

  /** What an act cut short may leave where no head looks yet: half a file, a file with more behind it, other bytes, a draft. */
  function tear(random: (below: number) => number): number {
    const size = parseCheckpoint(readFileSync(join(folder, 'checkpoint'), 'utf8'))?.size ?? 0;
    const beyond = filesOf(folder).filter((path) => isBeyond(path.slice(folder.length + 1), size));
    for (const path of beyond) {
      const bytes = statSync(path).size;
      const how = random(3);
      if (how === 0) truncateSync(path, random(bytes));
      else if (how === 1) appendFileSync(path, Buffer.alloc(1 + random(500), random(256)));
      else writeFileSync(path, Buffer.alloc(bytes, random(256)));
    }
    mkdirSync(join(folder, '.draft'), { recursive: true });
    writeFileSync(join(folder, '.draft', 'torn'), 'half a');
    appendFileSync(join(directory, 'record.db-wal'), Buffer.alloc(1 + random(9_000), random(256)));
    return beyond.length;
  }

  return { run, check, tear, said: () => said, heads: () => heads.size, acts: () => acts.length, close: (): void => rmSync(directory, { recursive: true, force: true }) };
}

function killLater(child: ChildProcess, ms: number): void {
  setTimeout(() => child.kill('SIGKILL'), ms); // an instant nobody chose is what is tried here
}

const filesOf = (folder: string): string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));

/** Bundles and tiles that no head of `size` records speaks of. */
function isBeyond(path: string, size: number): boolean {
  const [, what, level, rest] = /^(tile|pack)\/(?:(\d+|entries)\/)?(.+)$/.exec(path) ?? [];
  if (what === undefined || rest === undefined) return false;
  const [index, width] = rest.replaceAll('x', '').replace('.p/', '.').split('.');
  const place = Number(index?.replaceAll('/', ''));
  const unit = what === 'pack' || level === 'entries' || level === '0' ? tileWidth : tileWidth ** (Number(level) + 1);
  return width === undefined ? (place + 1) * unit > size : place * unit + (Number(width) * unit) / tileWidth > size;
}

export type Kills = { kills: number; records: number; heads: number; acts: number };

/** Killed at instants that nobody chose, some of them while it starts; looked at after each. */
export async function killAtRandom(kills: number, seed: number): Promise<Kills> {
  const random = chance(seed);
  const archive = await createKilledArchive();
  try {
    let [killed, records] = [0, 0];
    while (killed < kills) {
      const through = random(5) === 0 ? await archive.run({ afterMs: random(700), whenUp: false }) : await archive.run({ afterMs: random(160) });
      if (through === null) killed += 1;
      records = await archive.check();
    }
    return { kills: killed, records, heads: archive.heads(), acts: archive.acts() };
  } finally {
    archive.close();
  }
}

/** Killed before an act on the disk, at `places` of them spread over a round, or at every one; looked at after each. */
export async function killAtActs(places: number): Promise<Kills> {
  const whole = await createKilledArchive();
  const steps = (await whole.run().finally(() => whole.close())) ?? 0;
  expect(steps, 'a round has acts on the disk').toBeGreaterThan(20);
  const archive = await createKilledArchive();
  try {
    let [killed, records] = [0, 0];
    const wanted = Math.min(places, steps);
    for (let n = 0; n < wanted; n += 1) {
      if ((await archive.run({ killAt: 1 + Math.floor((n * steps) / wanted) })) === null) killed += 1;
      records = await archive.check();
    }
    return { kills: killed, records, heads: archive.heads(), acts: archive.acts() };
  } finally {
    archive.close();
  }
}

/** Killed, and what no head speaks of torn or overwritten before the next start. */
export async function tearTails(times: number, seed: number): Promise<Kills & { torn: number }> {
  const random = chance(seed);
  const archive = await createKilledArchive();
  try {
    const steps = (await archive.run()) ?? 0;
    let [killed, records, torn] = [0, 0, 0];
    while (killed < times) {
      if ((await archive.run({ killAt: 1 + random(steps) })) !== null) continue; // in the middle of files, not between them
      killed += 1;
      torn += archive.tear(random);
      records = await archive.check();
    }
    return { kills: killed, records, heads: archive.heads(), acts: archive.acts(), torn };
  } finally {
    archive.close();
  }
}
