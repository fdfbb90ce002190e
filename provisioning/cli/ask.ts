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

let piped: AsyncIterator<string, undefined> | undefined;

/** One reader for all questions: each would otherwise swallow the answers to the next. */
async function nextPipedLine(): Promise<string | undefined> {
  const { stdin }: { stdin: Partial<Pick<typeof process.stdin, 'ref' | 'unref'>> & NodeJS.ReadableStream } = process;
  stdin.ref?.();
  piped ??= createInterface({ input: stdin })[Symbol.asyncIterator]();
  const next: IteratorResult<string, undefined> = await piped.next();
  // A pipe that stays open does not keep the command from ending; a file has an end and no `unref`.
  stdin.unref?.();
  return next.done ? undefined : next.value;
}
