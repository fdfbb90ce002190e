import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkoutRoot } from '@holdfast/provisioning';
import { afterAll, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { calibration, percentile, writeSection } from './report.ts';

const directory = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
const run = promisify(execFile);
const holdfast = (...args: string[]) => run(process.execPath, [join(checkoutRoot, 'provisioning/cli/main.ts'), '--box', directory, ...args], { maxBuffer: 1 << 24 });

afterAll(async () => {
  await holdfast('down');
  rmSync(directory, { recursive: true });
});

async function timedUp(): Promise<number> {
  const started = performance.now();
  await holdfast('up');
  return (performance.now() - started) / 1000;
}

const residentMegabytes = (pid: string): number => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);

/** What an operator waits for, and what the control plane takes of a small machine's memory while nothing happens. */
test('start and memory', async () => {
  const before = calibration();
  await holdfast('init', '--trial', '--free-ports');
  await holdfast('up'); // everything that is made once is made now
  const warm: number[] = [];
  for (let n = 0; n < 3; n++) {
    await holdfast('down');
    warm.push(await timedUp());
  }
  const again = await timedUp();
  const pid = await until('the control plane runs', async () => /control-plane.*pid (\d+)/.exec((await holdfast('status').catch((failure: { stdout: string }) => failure)).stdout)?.[1]);
  const samples: number[] = [];
  for (let n = 0; n < 30; n++) {
    samples.push(residentMegabytes(pid));
    await new Promise((resolve) => setTimeout(resolve, 500)); // idle is what is measured
  }
  const slowest = Math.max(...warm);
  const memory = percentile(samples, 0.5);
  writeSection(
    'Start and memory',
    'A trial box with loopback and WhatsApp on a machine where everything is installed: stopped, then started, three times.',
    [
      { name: '`up`, slowest of three', value: `${slowest.toFixed(1)} s`, target: 'under 15 s', met: slowest < 15 },
      { name: '`up` of a running box', value: `${again.toFixed(1)} s`, target: 'seconds', met: again < 10 },
      { name: 'control plane idle, resident', value: `${memory} MB`, target: 'under 150 MB', met: memory < 150 },
    ],
    [`Calibration before and after: ${before} and ${calibration()} ms.`],
  );
  expect(warm).toHaveLength(3);
});
