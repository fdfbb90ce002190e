#!/usr/bin/env node
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { AuditorError } from '../auditor-error.ts';
import { readNamed } from '../files.ts';
import { createWitness, openWitnessState, readWitnessKey, writeWitnessKey } from '../witness/index.ts';
import { exitCodes, reportError } from './report-error.ts';
import { oneLine, say, tell } from './show.ts';

/** The `holdfast-witness` command: never on the box whose log it watches. */
const program = new Command('holdfast-witness')
  .description('A witness of logs (C2SP tlog-witness): cosigns heads that only grow, on a machine that is not the box’s.')
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /u, 'holdfast-witness: ')) })
  .exitOverride((end) => process.exit(end.exitCode === 0 ? 0 : exitCodes.usage));

program
  .command('keygen')
  .description('make the witness’s key; prints what policies name')
  .requiredOption('--name <name>', 'unique in the world, without spaces: witness.example.com/w1')
  .option('--key <file>', 'where to write it', 'witness.key')
  .action(({ name, key }: { name: string; key: string }) => say(writeWitnessKey(key, name).vkey));

program
  .command('watch <log-key>')
  .description('watch a log from its first head on; the key itself or a file that holds it')
  .option('--state <file>', 'what the witness has seen', 'witness.json')
  .action((logKey: string, { state }: { state: string }) => {
    const vkey = !logKey.includes('+') && existsSync(logKey) ? readNamed(logKey, 'the key of the log').toString('utf8').trim() : logKey.trim();
    withLock(state, () => openWitnessState(state).watch(vkey));
    say(`Watches ${oneLine(vkey)}`);
  });

program
  .command('status')
  .description('the last head seen of each log')
  .option('--state <file>', 'what the witness has seen', 'witness.json')
  .action(({ state }: { state: string }) => {
    const opened = openWitnessState(state);
    for (const origin of opened.origins()) say(oneLine(`${origin}  ${opened.log(origin)?.size ?? 0}`));
  });

program
  .command('serve')
  .description('answer POST /add-checkpoint until stopped')
  .option('--key <file>', 'the witness’s key', 'witness.key')
  .option('--state <file>', 'what the witness has seen', 'witness.json')
  .option('--listen <address>', 'host:port; TLS is a reverse proxy’s, the protocol is signed by itself', parseListen, { host: '127.0.0.1', port: 8765 })
  .action(async ({ key, state, listen }: { key: string; state: string; listen: { host: string; port: number } }) => serve(key, resolve(state), listen));

function parseListen(text: string): { host: string; port: number } {
  const [, host = '', port = ''] = /^(\[[0-9a-f:]+\]|[^:\s]+):(\d{1,5})$/iu.exec(text) ?? [];
  if (host === '' || Number(port) > 65_535) throw new InvalidArgumentError('Something like 0.0.0.0:8765.');
  return { host: host.replace(/^\[|\]$/gu, ''), port: Number(port) };
}

/** Two witnesses on one file would cosign two heads: the second is refused. */
function lock(state: string): () => void {
  const path = `${state}.lock`;
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 });
      return () => rmSync(path, { force: true });
    } catch (failure) {
      if ((failure as NodeJS.ErrnoException).code !== 'EEXIST') throw failure;
      const holder = Number(readFileSync(path, 'utf8'));
      if (isAlive(holder)) throw new AuditorError('USAGE', `${state} is in use by process ${holder}`, 'One witness, one file.');
      rmSync(path, { force: true }); // of one that was killed
    }
  }
}
function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code === 'EPERM';
  }
}
function withLock(state: string, work: () => void): void {
  const release = lock(state);
  try {
    work();
  } finally {
    release();
  }
}

async function serve(key: string, state: string, { host, port }: { host: string; port: number }): Promise<void> {
  const signer = readWitnessKey(key, () => Math.floor(Date.now() / 1000));
  const release = lock(state);
  const opened = openWitnessState(state);
  const server = createWitness({ state: opened, signer, evidence: `${state}.evidence`, onOutcome: (outcome) => tell(JSON.stringify({ at: new Date().toISOString(), ...outcome })) });
  await new Promise<void>((done, failed) => server.once('error', failed).listen(port, host, done)).catch((failure: unknown) => {
    release();
    throw new AuditorError('SOURCE', `cannot listen on ${host}:${port} (${(failure as NodeJS.ErrnoException).code ?? 'unknown'})`, 'Name another address with --listen.');
  });
  say(`${signer.vkey} on http://${host}:${(server.address() as AddressInfo).port}, watching ${opened.origins().join(', ') || 'nothing yet'}`);
  await new Promise<void>((stop) => {
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  });
  server.close();
  server.closeAllConnections();
  release();
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportError(error, 'holdfast-witness');
}
