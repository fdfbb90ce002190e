import { statfsSync } from 'node:fs';
import { runCommand } from '../apply/run-command.ts';
import { isPortFree } from '../apply/free-ports.ts';
import { readIfThere } from '../apply/private-files.ts';
import { supervisorOf } from '../apply/supervisor.ts';
import { failed, failedUnlessTrial, ok, skipped, warning, type Check } from './check.ts';

const GIGABYTE = 1024 ** 3;

/** Checks of the machine under the box. */
export const machineChecks: readonly Check[] = [
  {
    name: 'ports',
    group: 'ports',
    means: 'Another program listens where a part of this box must.',
    mend: 'End that program, or choose another port in holdfast.yaml and run `holdfast up`.',
    async run({ box, plan }) {
      const running = new Set((await supervisorOf(box).states()).filter(({ state }) => state === 'RUNNING').map(({ name }) => name));
      const { homeserver, gate, api } = box.config.ports;
      const desktop = plan.processes.filter(({ name }) => name === 'desktop').map(({ name }): [string, number] => [name, box.config.ports.desktop]);
      const owners: [string, number][] = [['homeserver', homeserver], ['control-plane', gate], ['control-plane', api], ...desktop, ...plan.bridges.map(({ id, port }): [string, number] => [`bridge-${id}`, port])];
      const taken: string[] = [];
      for (const [part, port] of owners) if (!running.has(part) && !(await isPortFree(port))) taken.push(`${port} (${part})`);
      return taken.length === 0 ? ok(`${owners.length} ports are free or held by this box`) : failed(`taken by something else: ${taken.join(', ')}`);
    },
  },
  {
    name: 'disk space',
    group: 'disk',
    means: 'When the disk is full, the journal refuses and nothing goes out or comes in.',
    mend: 'Make room on the disk of the data directory, or move it (`paths.data`).',
    async run({ box }) {
      const { bavail, bsize, blocks } = statfsSync(box.directory);
      const free = bavail * bsize;
      const detail = `${(free / GIGABYTE).toFixed(1)} GB free, ${Math.round((bavail / blocks) * 100)} %`;
      if (free < 2 * GIGABYTE) return failed(detail);
      return free < 10 * GIGABYTE ? warning(detail) : ok(detail);
    },
  },
  {
    name: 'disk encryption',
    group: 'disk',
    means: 'Whoever carries the disk away can read the live conversations.',
    mend: 'Put the box on an encrypted volume (LUKS). It cannot be done afterwards without moving the data.',
    async run(context) {
      const found = await runCommand(['findmnt', '--noheadings', '--output', 'SOURCE', '--target', context.box.directory]);
      if (found.code !== 0) return skipped('findmnt is not there, so the disk of the box is not known');
      const device = found.stdout.trim().replace(/\[.*\]$/, '');
      const layers = await runCommand(['lsblk', '--noheadings', '--inverse', '--output', 'NAME,TYPE', device]);
      if (layers.code !== 0) return failedUnlessTrial(context, `${device} is no block device that lsblk knows, so its encryption cannot be seen`);
      return /\bcrypt\b/.test(layers.stdout) ? ok(`${device} lies on dm-crypt`) : failedUnlessTrial(context, `${device} is not encrypted`);
    },
  },
  {
    name: 'swap',
    group: 'memory',
    means: 'Message texts and keys can be written to the swap area in the clear.',
    mend: 'Encrypt the swap (a random key in /etc/crypttab), use zram, or turn it off (`swapoff -a`).',
    async run(context) {
      const areas = (readIfThere('/proc/swaps') ?? '').trim().split('\n').slice(1).map((line) => line.split(/\s+/)[0] ?? '');
      const open: string[] = [];
      for (const area of areas) if (!area.includes('zram') && !(await liesOnCrypt(area))) open.push(area);
      if (areas.length === 0) return ok('there is no swap');
      return open.length === 0 ? ok('every swap area is encrypted or in memory') : failedUnlessTrial(context, `not encrypted: ${open.join(', ')}`);
    },
  },
  {
    name: 'core dumps',
    group: 'memory',
    means: 'A crashing part would write its memory, with message texts and keys, to disk.',
    mend: "Set `kernel.core_pattern = |/bin/false` with sysctl, or start the box from a unit with LimitCORE=0.",
    async run(context) {
      const pattern = (readIfThere('/proc/sys/kernel/core_pattern') ?? '').trim();
      if (pattern === '|/bin/false' || pattern === '') return ok('the system keeps none');
      const pid = supervisorOf(context.box).pid() ?? process.pid;
      const limit = /^Max core file size\s+(\S+)\s+(\S+)/m.exec(readIfThere(`/proc/${pid}/limits`) ?? '');
      // A piped pattern ignores the soft limit 0 only for set-user-id programs; a plain one respects it.
      if (limit?.[1] === '0' && !pattern.startsWith('|')) return ok('the size limit of the parts is 0');
      return failedUnlessTrial(context, `a crash would be dumped (core_pattern ${pattern}, limit ${limit?.[1] ?? 'unknown'})`);
    },
  },
  {
    name: 'clock',
    group: 'clock',
    means: 'Times in the record are wrong, and response clocks and covers begin and end at wrong moments.',
    mend: 'Turn on time synchronisation (`timedatectl set-ntp true`, or chrony).',
    async run() {
      if (Date.now() < Date.UTC(2025, 0, 1)) return failed('the clock is set to a time in the past');
      const { code, stdout } = await runCommand(['timedatectl', 'show', '--property', 'NTPSynchronized', '--value'], { timeoutMs: 5000 });
      if (code === 0) return stdout.trim() === 'yes' ? ok('synchronised') : warning('not synchronised at this moment');
      const chrony = await runCommand(['chronyc', '-n', 'tracking'], { timeoutMs: 5000 });
      if (chrony.code === 0) return /Leap status\s*:\s*Normal/.test(chrony.stdout) ? ok('synchronised by chrony') : warning('chrony is not synchronised');
      return skipped('neither timedatectl nor chronyc answers, so nobody can tell here');
    },
  },
];

async function liesOnCrypt(device: string): Promise<boolean> {
  const { stdout } = await runCommand(['lsblk', '--noheadings', '--inverse', '--output', 'TYPE', device]);
  return /\bcrypt\b/.test(stdout);
}
