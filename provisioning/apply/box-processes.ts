import { readdirSync, readFileSync } from 'node:fs';
import type { Box } from './open-box.ts';

/** Processes that run with this box's configuration, whoever started them. Found by the path on their command line. */
export function findBoxProcesses({ layout }: Box): { pid: number; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      const argv = commandLine(name);
      return argv.some((argument) => argument.startsWith(`${layout.config}/`)) ? [{ pid: Number(name), command: argv.slice(0, 3).join(' ') }] : [];
    });
}

function commandLine(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter((argument) => argument !== '');
  } catch {
    return []; // it ended while we looked
  }
}
