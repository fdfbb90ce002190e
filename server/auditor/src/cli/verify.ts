import { existsSync } from 'node:fs';
import { LeafType, parseCheckpoint, ready } from '@holdfast/archive-format';
import type { Command } from 'commander';
import { openSource, sourceRef } from '../archive-copy/index.ts';
import { AuditorError } from '../auditor-error.ts';
import { readNamed } from '../files.ts';
import { archiveHome, chooseArchive, readKnown } from '../home.ts';
import { pinsOf } from '../sync/index.ts';
import { faultWords, verdictOf, verifyAll } from '../verification/index.ts';
import { globalsOf, wholeNumber } from './common.ts';
import { createProgress } from './progress.ts';
import { exitCodes } from './report-error.ts';
import { count, moment, plain, say, sayJson } from './show.ts';

type Options = { logKey?: string; policyHash?: string; tokenFile?: string; pin?: string; requireQuorum?: boolean; media: boolean; threads?: number; json?: boolean };

/** A key as it is, or in a file. */
export const keyGiven = (value: string | undefined): string | undefined => (value !== undefined && !value.includes('+') && existsSync(value) ? readNamed(value, 'the key of the log').toString('utf8').trim() : value?.trim());

const verdicts = { whole: exitCodes.ok, altered: exitCodes.altered, incomplete: exitCodes.incomplete } as const;
const typeNames: Readonly<Record<number, string>> = Object.fromEntries(Object.entries(LeafType).map(([name, value]) => [value, name]));

export function addVerifyCommand(program: Command): void {
  program
    .command('verify [archive]')
    .description('whether an archive is as it was written; needs no passphrase. Without an argument: the copy kept here')
    .option('--log-key <key or file>', 'the key of the log; else the one known here')
    .option('--policy-hash <hex>', 'hash of the first policy, as you got it')
    .option('--pin <file>', 'a checkpoint that somebody kept: the archive must begin with it')
    .option('--token-file <file>', 'bearer token for an address')
    .option('--require-quorum', 'ask for as many witnesses’ signatures as the policy says')
    .option('--no-media', 'do not read media files')
    .option('--threads <n>', 'how many cores', wholeNumber(1, 256))
    .option('--json', 'for programs')
    .addHelpText('after', '\nEnds with 0: whole · 1: not as it was written · 2: wrong use · 3: parts missing, as in a copy that is not finished · 5: address or disk · 70: a bug\n')
    .action(async (archive: string | undefined, options: Options, command: Command) => {
      await ready();
      process.exitCode = await verify(archive, options, command);
    });
}

async function verify(archive: string | undefined, { logKey, policyHash, pin, tokenFile, requireQuorum, media, threads, json }: Options, command: Command): Promise<number> {
  const { home, archive: origin } = globalsOf(command);
  const where = archive ?? archiveHome(home, chooseArchive(home, origin).origin).copy;
  const source = sourceRef(where, tokenFile);
  const file = await openSource(source).read('checkpoint');
  const claimed = file ? parseCheckpoint(Buffer.from(file).toString('utf8'))?.origin : undefined;
  const known = claimed === undefined ? undefined : readKnown(home, claimed);
  const vkey = keyGiven(logKey) ?? known?.vkey;
  if (!file) throw new AuditorError('ARCHIVE_MISSING', `${where}: there is no file \`checkpoint\``, 'Name the folder or address of the archive, the one with `checkpoint` and `tile`.');
  if (vkey === undefined) throw new AuditorError('USAGE', `the archive ${claimed ?? where} is not known here`, 'Give the key of its log with --log-key, as you got it when the archive was begun.');
  const kept = pin === undefined ? undefined : parseCheckpoint(readNamed(pin, 'a checkpoint that somebody kept').toString('utf8'));
  if (pin !== undefined && (!kept || kept.origin !== claimed)) throw new AuditorError('FILE_UNREADABLE', `${pin}: this is no checkpoint of ${claimed ?? where}`, 'It is the file `checkpoint` or one under cp/ of an earlier copy.');
  const progress = createProgress();
  const started = performance.now();
  const verified = await verifyAll(source, {
    vkey, pins: [...(known && known.vkey === vkey ? pinsOf(known) : []), ...(kept ? [kept] : [])], genesis: policyHash ?? known?.genesis ?? null, requireQuorum: requireQuorum === true, withMedia: media,
    ...(threads === undefined ? {} : { threads }), onProgress: (done, of) => progress.step('verified', done, of),
  });
  progress.end();
  const verdict = verdictOf(verified);
  const seconds = (performance.now() - started) / 1000;
  const { head, records, chains, counts, erased, policy, cosignedBy, faults, moreFaults, goodUpTo, firstMs, lastMs } = verified;
  if (json) {
    sayJson({
      verdict, archive: where, origin: head?.origin ?? null, size: head?.size ?? null, root: head ? Buffer.from(head.root).toString('hex') : null, records, chains, goodUpTo, erased: erased.length, pinnedAt: known?.pin?.size ?? kept?.size ?? null,
      policy: policy && { sequence: policy.sequence, threshold: policy.threshold, holders: policy.holders.map(({ name }) => name), quorum: policy.quorum, witnesses: policy.witnesses.map(({ name }) => name) },
      cosignedBy, counts: Object.fromEntries(Object.entries(counts).map(([type, n]) => [typeNames[Number(type)] ?? type, n])), faults: faults.map((fault) => ({ ...fault, words: faultWords(fault) })), moreFaults, seconds: Number(seconds.toFixed(3)),
    });
    return verdicts[verdict];
  }
  const period = firstMs === null || lastMs === null ? '' : ` from ${moment(firstMs)} to ${moment(lastMs)}`;
  if (verdict === 'whole') {
    say(plain(`${head?.origin}: ${count(records, 'record')}${period}, all as they were written (${seconds.toFixed(1)} s).`));
    if (erased.length > 0) say(`${count(erased.length, 'part')} erased by order of key holders.`);
    say(cosignedBy.length > 0 ? `Head seen by: ${cosignedBy.map(({ name, time }) => `${name} at ${moment(time * 1000)}`).join(', ')}` : 'No witness has signed this head.');
    if (!known?.pin && !kept) say('Nothing was pinned here before: that the archive is whole is said against its own signed head alone.');
    return exitCodes.ok;
  }
  say(plain(`${head?.origin ?? where} is ${verdict === 'incomplete' ? 'not complete: parts are missing' : 'NOT as it was written'}.`));
  for (const fault of faults.slice(0, 20)) say(`  ${plain(faultWords(fault))}`);
  const more = faults.length - Math.min(20, faults.length) + moreFaults;
  if (more > 0) say(`  and ${more} more; --json lists them`);
  say(`Records before ${goodUpTo.toLocaleString('en-US')} are good.`);
  if (verdict === 'incomplete') say('If a copy is under way, wait until it has ended. Otherwise something was removed.');
  return verdicts[verdict];
}
