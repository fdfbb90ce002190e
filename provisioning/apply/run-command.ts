import { spawn } from 'node:child_process';

export type CommandResult = { readonly code: number; readonly stdout: string; readonly stderr: string };
type Options = { cwd?: string; env?: NodeJS.ProcessEnv; timeoutMs?: number; onLine?: (line: string) => void };

/** Runs a program to its end. A program that cannot be started, or is killed, answers with a code other than 0 and says why on stderr. */
export function runCommand(command: readonly string[], { cwd, env, timeoutMs, onLine }: Options = {}): Promise<CommandResult> {
  const [program = '', ...args] = command;
  return new Promise((done) => {
    const child = spawn(program, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs, killSignal: 'SIGKILL' });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      lastLine(text, onLine);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      lastLine(text, onLine);
    });
    child.on('error', (error) => done({ code: 127, stdout, stderr: `${stderr}${error.message}` }));
    child.on('close', (code, signal) => done({ code: code ?? 137, stdout, stderr: signal === null ? stderr : `${stderr}\nended by ${signal}` }));
  });
}

function lastLine(text: string, onLine: ((line: string) => void) | undefined): void {
  const line = text.trimEnd().split('\n').at(-1)?.trim();
  if (onLine && line) onLine(line);
}
