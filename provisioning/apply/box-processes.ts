import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Box } from './open-box.ts';
import { pollUntil } from './poll.ts';

export type BoxProcess = { readonly pid: number; readonly command: string };

const STOP_TIMEOUT_MS = 20_000;

/**
 * Parts that run with this box's configuration though no supervisor of ours holds them: what is left when a supervisor
 * was killed. Found by the rendered file on their command line, so another box's parts are never meant.
 */
export function findBoxProcesses({ layout, knownBridges }: Pick<Box, 'layout' | 'knownBridges'>): BoxProcess[] {
  const programs = new Set([...knownBridges.values()].map(({ definition }) => definition.binary.name));
  const isOurs = (program: string) => /^(?:node|python[0-9.]*)$/.test(program) || programs.has(program);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      const argv = commandLine(name);
      const isPart = isOurs(basename(argv[0] ?? '')) && argv.slice(1).some((argument) => argument.startsWith(`${layout.config}/`));
      return isPart ? [{ pid: Number(name), command: argv.map((argument) => basename(argument)).join(' ') }] : [];
    });
}

/** Ends what `findBoxProcesses` finds: asks first, insists after a while. Returns what it ended. */
export async function endBoxProcesses(box: Pick<Box, 'layout' | 'knownBridges'>): Promise<BoxProcess[]> {
  const found = findBoxProcesses(box);
  for (const { pid } of found) signal(pid, 'SIGTERM');
  const areGone = async () => findBoxProcesses(box).length === 0;
  await pollUntil(areGone, STOP_TIMEOUT_MS, 'the parts to end').catch(async () => {
    for (const { pid } of findBoxProcesses(box)) signal(pid, 'SIGKILL');
    await pollUntil(areGone, STOP_TIMEOUT_MS, 'the killed parts to end');
  });
  return found;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself, which is what was wanted.
  }
}

function commandLine(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter((argument) => argument !== '');
  } catch {
    return []; // it ended while we looked
  }
}
