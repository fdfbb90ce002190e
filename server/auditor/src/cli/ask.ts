import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { AuditorError } from '../auditor-error.ts';
import { readNamed } from '../files.ts';

/** What is typed is not shown. */
async function askHidden(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  process.stderr.write(question);
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await reader.question('');
  } finally {
    reader.close();
    process.stderr.write('\n');
  }
}

const fromFile = (path: string): string => readNamed(path, 'the file with the passphrase in its first line').toString('utf8').split(/\r?\n/u)[0] ?? '';

export function needTerminal(what: string, option: string): void {
  if (process.stdin.isTTY !== true) throw new AuditorError('USAGE', `${what} is asked for at a terminal, and there is none`, `Give it with ${option}.`);
}

export async function askPassphrase(file: string | undefined, path: string): Promise<string> {
  if (file !== undefined) return fromFile(file);
  needTerminal('the passphrase', '--passphrase-file');
  return askHidden(`Passphrase for ${path}: `);
}

export async function askNewPassphrase(file: string | undefined): Promise<string> {
  if (file !== undefined) return fromFile(file);
  needTerminal('the passphrase', '--passphrase-file');
  const first = await askHidden('New passphrase (at least 12 characters): ');
  if ((await askHidden('Once more: ')) !== first) throw new AuditorError('PASSPHRASE', 'the two are not the same', 'Run the command again.');
  return first;
}

export async function confirm(question: string, isYes: boolean): Promise<void> {
  if (isYes) return;
  needTerminal('a yes', '--yes');
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    if (!/^y(es)?$/iu.test((await reader.question(`${question} [y/N] `)).trim())) throw new AuditorError('USAGE', 'not done', 'Nothing was changed.');
  } finally {
    reader.close();
  }
}

export async function askLines(prompt: string): Promise<string> {
  const reader = createInterface({ input: process.stdin, ...(process.stdin.isTTY ? { output: process.stderr } : {}) });
  if (process.stdin.isTTY) process.stderr.write(`${prompt}\n`);
  const lines: string[] = [];
  for await (const line of reader) {
    if (line.trim() === '' && lines.length > 0) break;
    lines.push(line);
  }
  reader.close();
  return lines.join('\n');
}
