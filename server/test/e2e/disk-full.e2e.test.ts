import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync, statfsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insist } from '../support/insist.ts';
import { HttpFailure } from '../support/json-http.ts';
import { hasRecorded } from '../support/record-of.ts';
import { until } from '../support/until.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

let world: World;
let anna: Colleague;
let disk: string;
let mounted = false;

/** Record and archive alone on a disk of a few megabytes: what the control plane must keep, and nothing else, runs out of room. */
beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna');
  disk = join(world.directory, 'small-disk');
  mkdirSync(disk);
  await world.controlPlane.stop();
  mounted = mount(disk);
  if (mounted) {
    for (const suffix of ['', '-wal', '-shm']) if (existsSync(world.recordDb + suffix)) move(world.recordDb + suffix, join(disk, `record.db${suffix}`));
    symlinkSync(join(disk, 'record.db'), world.recordDb);
    renameAcross(world.archiveDirectory, join(disk, 'archive'));
    symlinkSync(join(disk, 'archive'), world.archiveDirectory);
  }
  await world.controlPlane.start();
});
afterAll(async () => {
  await world.controlPlane.stop();
  if (mounted) execFileSync('umount', ['-l', disk]);
  await world.close();
});

function mount(directory: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', directory], { stdio: 'pipe' });
    return true;
  } catch (failure) {
    process.stdout.write(`disk-full: skipped, no small disk can be mounted here (${failure instanceof Error ? failure.message.split('\n')[0] : 'unknown'})\n`);
    return false;
  }
}
function move(from: string, to: string): void {
  copyFileSync(from, to);
  rmSync(from);
}
function renameAcross(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  rmSync(from, { recursive: true });
}
/** Takes all that is left, down to the last page. */
function fill(): void {
  for (let n = 0, size = 1024 * 1024; size >= 4096; n++) {
    const { bavail, bsize } = statfsSync(disk);
    if (bavail * bsize < size) size /= 2;
    else writeFileSync(join(disk, `ballast-${n}`), Buffer.alloc(size));
  }
}
function free(): void {
  for (let n = 0; existsSync(join(disk, `ballast-${n}`)); n++) rmSync(join(disk, `ballast-${n}`));
}
const isRecorded = (text: string): boolean => hasRecorded(world.recordDb, text);

test('the disk of the record is full: nothing leaves unrecorded, the box says so and lives, and goes on when there is room', async ({ skip }) => {
  if (!mounted) skip();
  const clients = await world.clientsOf(anna, ['+48511000501', '+48511000502'], 'small disk');
  fill();
  const said: string[] = [];
  for (let n = 0; n < 40; n++) {
    for (const [at, { roomId, phone }] of clients.entries()) {
      said.push(`full ${at} ${n} ${'.'.repeat(400)}`);
      await insist(() => anna.say(roomId, said.at(-1)!));
      if (n % 8 === 0) await phone.write(world.companyNumber, `client ${at} ${n}`);
    }
  }
  // An act that must be kept is refused by name, not lost: until the last page is used some may still fit.
  const { accountId } = await world.api.account('sales');
  const refusal = await until('an act is refused', async () => {
    try {
      await world.api.call('PATCH', `/accounts/${accountId}`, { label: `Sales ${Math.random()} ${'.'.repeat(60)}` });
      return undefined;
    } catch (failure) {
      return failure instanceof HttpFailure ? failure : undefined;
    }
  }, { everyMs: 5 });
  expect([500, 503, 507]).toContain(refusal.status);
  expect(JSON.stringify(refusal.body)).not.toContain('SQLITE');
  expect(world.controlPlane.isRunning()).toBe(true);
  expect((await fetch(`${world.urls.api}/api/v1/health`)).status).toBeLessThan(500);
  for (const { phone } of clients) expect((await phone.texts()).filter((text) => text.startsWith('full') && !isRecorded(text))).toEqual([]);
  expect(said.some((text) => !isRecorded(text))).toBe(true); // it was full indeed
  const ofArchive = async (): Promise<string[]> => (await world.api.get<{ alerts: { kind: string }[] }>('/alerts')).alerts.map(({ kind }) => kind).filter((kind) => kind === 'archive.failed');

  free();
  for (const [at, { phone }] of clients.entries()) {
    await phone.heard(said.findLast((text) => text.startsWith(`full ${at} `))!, 120_000);
    expect((await phone.texts()).filter((text) => text.startsWith('full'))).toEqual(said.filter((text) => text.startsWith(`full ${at} `)));
  }
  await world.api.call('PATCH', `/accounts/${accountId}`, { label: 'Sales again' });
  await until('the archive is written again', async () => (await ofArchive()).length === 0, { timeoutMs: 90_000, everyMs: 500 });
  expect(world.controlPlane.isRunning()).toBe(true);
  expect(world.askRecord('SELECT event_id FROM journal_fault')).toEqual([]);
  await world.check({ settled: true });
  expect((await world.api.auditActions()).filter((action) => action === 'account.changed').length).toBeGreaterThan(0);
});
