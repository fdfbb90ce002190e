import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { OperatorError } from '../apply/operator-error.ts';

/** Asks a person one thing. Without a terminal the first line of standard input is the answer, so scripts can pipe it. */
export async function ask(question: string, { secret = false }: { secret?: boolean } = {}): Promise<string> {
  const { stdin, stderr } = process;
  let muted = false;
  const output = new Writable({ write: (chunk: Buffer, _encoding, done) => void (muted || stderr.write(chunk), done()) });
  const lines = createInterface({ input: stdin, output, terminal: stdin.isTTY });
  try {
    if (stdin.isTTY) stderr.write(question);
    muted = secret; // what is typed is not shown
    const ended = new Promise<never>((_resolve, reject) => lines.once('close', () => reject(new OperatorError('no answer', `Needed: ${question.trim()}`))));
    return (await Promise.race([lines.question(''), ended])).trim();
  } finally {
    lines.close();
    if (secret && stdin.isTTY) stderr.write('\n');
  }
}
