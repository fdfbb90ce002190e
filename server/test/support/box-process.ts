import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { PlannedProcess } from '@holdfast/provisioning';
import { until } from './until.ts';

/** One part of a box under test: started as planned, killed as a power cut would, started again. */
export type BoxProcess = ReturnType<typeof createBoxProcess>;

export function createBoxProcess(planned: PlannedProcess, logDirectory: string) {
  let child: ChildProcess | undefined;
  const name = planned.name;

  function isRunning(): boolean {
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (!child || !isRunning()) return;
    const ended = new Promise((resolve) => child?.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  return {
    name,
    isRunning,
    get pid() {
      return child?.pid;
    },
    /** Starts it; resolves when it answers as healthy. */
    async start(environment: Record<string, string> = {}): Promise<void> {
      this.spawn(environment);
      await this.healthy();
    },
    spawn(environment: Record<string, string> = {}): void {
      const [program = '', ...args] = planned.command;
      const log = openSync(join(logDirectory, `${name}.out`), 'a', 0o600);
      child = spawn(program, args, {
        cwd: planned.directory,
        env: { ...process.env, ...planned.environment, ...environment },
        stdio: ['ignore', log, log],
      });
      closeSync(log);
    },
    async healthy(): Promise<void> {
      const { healthUrl } = planned;
      if (healthUrl === null) return;
      await until(`${name} answers`, async () => {
        if (!isRunning()) throw new Error(`${name} ended with ${child?.exitCode ?? child?.signalCode}; see ${join(logDirectory, `${name}.out`)}`);
        return (await fetch(healthUrl, { signal: AbortSignal.timeout(2_000) })).ok;
      }, { timeoutMs: 90_000 });
    },
    /** `kill -9`. */
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    /** Holds it still without ending it: a network that hangs. */
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
  };
}
