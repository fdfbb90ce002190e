import { existsSync } from 'node:fs';
import { ready } from '@holdfast/archive-format';
import type { Command } from 'commander';
import { AuditorError } from '../auditor-error.ts';
import { readNamed, writeWhole } from '../files.ts';
import { knownArchives } from '../home.ts';
import { signerOf } from '../keys/index.ts';
import { newPolicyText, readRequest, requestInWords, signRequest, standingOf } from '../policy/index.ts';
import { confirm } from './ask.ts';
import { globalsOf, holderKey, wholeNumber } from './common.ts';
import { plain, say } from './show.ts';

type Wish = { holder: string[]; threshold: number; witness: string[]; quorum: number; out: string };
const several = (value: string, before: string[] = []): string[] => [...before, value];

function withWish(command: Command): Command {
  return command
    .requiredOption('--holder <card>', 'file with a key holder’s card; once for each', several)
    .option('--threshold <m>', 'how many of them must come together to open anything', wholeNumber(1, 32), 1)
    .option('--witness <"key address">', 'a witness’s key and address; once for each', several, [])
    .option('--quorum <k>', 'how many witnesses must have seen each head', wholeNumber(0, 32), 0)
    .requiredOption('--out <file>', 'where to write the request');
}

async function write({ holder, threshold, witness, quorum, out }: Wish, origin: string, before: string | null): Promise<void> {
  await ready();
  if (existsSync(out)) throw new AuditorError('FILE_EXISTS', `${out} is there already`, 'Name another file with --out.');
  const cards = holder.map((path) => ({ path, line: readNamed(path, 'the card of a key holder').toString('utf8') }));
  const text = newPolicyText({ origin, cards, threshold, witnesses: witness, quorum }, before);
  writeWhole(out, text, { mode: 0o644 });
  for (const line of requestInWords(readRequest(text, out), out, before)) say(plain(line));
  say(`\nWritten to ${out}. Each who must sign runs: holdfast-auditor sign ${out}`);
}

/** The policy in force, from --previous or from what was synced. */
function policyBefore(home: string, previous: string | undefined, origin: string | undefined): string | null {
  if (previous !== undefined) return readNamed(previous, 'the signed policy in force').toString('utf8');
  return knownArchives(home).find((known) => known.origin === origin)?.policyNote ?? null;
}
const originIn = (text: string): string | undefined => /^origin (\S+)$/mu.exec(text)?.[1];

/** Policies and orders: written, read aloud, signed. */
export function addPolicyCommands(program: Command): void {
  const policy = program.command('policy').description('write who opens an archive and who watches it, as a request for signatures');
  withWish(policy.command('new').description('the first policy of an archive; everybody it names signs').requiredOption('--origin <origin>', 'the name of the log, as the box has it'))
    .action(async ({ origin, ...wish }: Wish & { origin: string }) => write(wish, origin, null));
  withWish(policy.command('change').description('a policy that follows the one in force; enough of its holders sign'))
    .option('--previous <file>', 'the signed policy in force; else that of the archive that was synced here')
    .action(async ({ previous, ...wish }: Wish & { previous?: string }, command: Command) => {
      const { home, archive } = globalsOf(command);
      const known = knownArchives(home);
      const origin = archive ?? (known.length === 1 ? known[0]?.origin : undefined);
      const before = policyBefore(home, previous, origin);
      const of = before === null ? undefined : originIn(before);
      if (before === null || of === undefined) throw new AuditorError('USAGE', 'the policy in force is not known here', 'Give it with --previous, or sync the archive first.');
      await write(wish, of, before);
    });

  program
    .command('sign <request>')
    .description('say in words what a request would do, and sign it after a yes')
    .option('--previous <file>', 'the signed policy in force; else that of the archive that was synced here')
    .option('--yes', 'sign without asking')
    .action(async (path: string, { previous, yes }: { previous?: string; yes?: boolean }, command: Command) => {
      await ready();
      const request = readRequest(readNamed(path, 'a request for signatures').toString('utf8'), path);
      const before = policyBefore(globalsOf(command).home, previous, originIn(request.text));
      const inForce = request.text.startsWith('holdfast.archive/policy/') && /^sequence 1$/mu.test(request.text) ? null : before;
      for (const line of requestInWords(request, path, inForce)) say(plain(line));
      await confirm('\nSign this?', yes === true);
      const key = await holderKey(command);
      const signed = signRequest(request, signerOf(key));
      writeWhole(path, signed, { mode: 0o644 });
      say(`Signed by ${key.name}: ${path}`);
      if (!request.text.startsWith('holdfast.archive/policy/')) return;
      const { signedBy, isEnough, why } = standingOf(signed, inForce);
      say(isEnough ? `Signed by ${signedBy.join(', ')}: enough. The box takes the file as it is.` : `Not enough yet (signed by ${signedBy.join(', ') || 'nobody'}): ${why}`);
    });
}
