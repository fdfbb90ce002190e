import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { OperatorError } from '../apply/operator-error.ts';

/** Asks a person one thing. Without a terminal the next line of standard input is the answer, so that scripts can pipe them. */
export async function ask(question: string, { secret = false }: { secret?: boolean } = {}): Promise<string> {
  const answer = process.stdin.isTTY ? await askOnTerminal(question, secret) : await nextPipedLine();
  if (answer === undefined) throw new OperatorError('no answer', `Needed: ${question.trim()}`);
  return answer.trim();
}

async function askOnTerminal(question: string, secret: boolean): Promise<string | undefined> {
  const { stdin, stderr } = process;
  let muted = false;
  const output = new Writable({ write: (chunk: Buffer, _encoding, done) => void (muted || stderr.write(chunk), done()) });
  const lines = createInterface({ input: stdin, output, terminal: true });
  stderr.write(question);
  muted = secret; // what is typed is not shown
  try {
    const ended = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
    return await Promise.race([lines.question(''), ended]);
  } finally {
    lines.close();
    if (secret) stderr.write('\n');
  }
}

let piped: AsyncIterator<string> | undefined;

/** One reader for all questions: each would otherwise swallow the answers to the next. */
async function nextPipedLine(): Promise<string | undefined> {
  const stdin = process.stdin as typeof process.stdin & { ref?(): void; unref?(): void };
  piped ??= createInterface({ input: stdin })[Symbol.asyncIterator]();
  stdin.ref?.();
  const { value, done } = await piped.next();
  stdin.unref?.(); // a pipe that stays open does not keep the command from ending
  return done ? undefined : value;
}
