import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileNames } from '../plan/box-layout.ts';
import { supervisorPid, supervisorSocket } from '../plan/supervisor.ts';
import { environmentPython } from './homeserver-environment.ts';
import type { Box } from './open-box.ts';
import { OperatorError } from './operator-error.ts';
import { readIfThere } from './private-files.ts';
import { pollUntil } from './poll.ts';
import { runCommand, type CommandResult } from './run-command.ts';

/** What the supervisor says of one part. `state` is supervisord's own word: RUNNING, STOPPED, BACKOFF, FATAL… */
export type PartState = { readonly name: string; readonly state: string; readonly detail: string };

// A unix socket's path has 108 bytes and no more; a deeper box would fail in ways nobody understands.
const LONGEST_SOCKET_PATH = 100;

/** The box's supervisord, spoken to through its own command line over the socket in the box's run directory. */
export function supervisorOf(box: Box) {
  const { layout } = box;
  const python = environmentPython(box.checkout);
  const config = join(layout.config, fileNames.supervisor);
  const socket = supervisorSocket(layout.run);
  const control = (...args: string[]): Promise<CommandResult> => runCommand([python, '-m', 'supervisor.supervisorctl', '-c', config, ...args], { timeoutMs: 60_000 });

  return {
    /** Process id of the running supervisord, or undefined where none runs. */
    pid(): number | undefined {
      const pid = Number(readIfThere(supervisorPid(layout.run))?.trim());
      return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : undefined;
    },

    /** Starts supervisord unless it runs, and takes over a changed configuration. Starts none of the parts that stood still. */
    async ensureRunning(): Promise<void> {
      if (socket.length > LONGEST_SOCKET_PATH) {
        throw new OperatorError(`the path of the supervisor's socket is too long (${socket})`, 'Put the box in a directory with a shorter path, or set paths.run.');
      }
      if (this.pid() !== undefined) {
        const { code, stdout, stderr } = await control('update');
        if (code !== 0) throw new Error(`the supervisor did not take its new configuration: ${stdout}${stderr}`);
        return;
      }
      const { code, stdout, stderr } = await runCommand([python, '-m', 'supervisor.supervisord', '-c', config], { timeoutMs: 30_000 });
      if (code !== 0) throw new Error(`the supervisor did not start: ${stdout}${stderr}`);
      await pollUntil(async () => existsSync(socket) && (await control('pid')).code === 0, 15_000, 'the supervisor to answer');
    },

    async states(): Promise<PartState[]> {
      if (this.pid() === undefined) return [];
      const { stdout } = await control('status');
      return stdout.split('\n').flatMap((line) => {
        const match = /^(\S+)\s+([A-Z]+)\s*(.*)$/.exec(line);
        return match ? [{ name: match[1] ?? '', state: match[2] ?? '', detail: match[3] ?? '' }] : [];
      });
    },

    /** Starts a part unless it runs; does not wait until it works. */
    async start(name: string): Promise<void> {
      // FATAL parts are started again too: that is what a person means by `up`.
      const { stdout, stderr } = await control('start', name);
      if (/ERROR \(no such process\)/.test(stdout + stderr)) throw new Error(`the supervisor knows no part ${name}`);
    },

    async stop(name: string): Promise<void> {
      await control('stop', name);
    },

    async restart(name: string): Promise<void> {
      await control('restart', name);
    },

    /** Stops everything, supervisord included, and returns once no process of the box is left. */
    async shutdown(): Promise<void> {
      const pid = this.pid();
      if (pid === undefined) return;
      await control('stop', 'all');
      await control('shutdown');
      await pollUntil(async () => !isAlive(pid), 60_000, 'the supervisor to end');
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that ended but was not waited for yet still has a number.
    return !/^State:\s+Z/m.test(readIfThere(`/proc/${pid}/status`) ?? '');
  } catch {
    return false;
  }
}
