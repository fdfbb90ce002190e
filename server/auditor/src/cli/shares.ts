import { existsSync } from 'node:fs';
import { createAgeWriter, keyslotPath, openAge, ready, recipientOf, releaseShare } from '@holdfast/archive-format';
import type { Command } from 'commander';
import { AuditorError } from '../auditor-error.ts';
import { readNamed, writeWhole } from '../files.ts';
import { chooseArchive } from '../home.ts';
import { asList, asRecord, asText } from '../reading/index.ts';
import { bringIndexUp, copyOf, openArchiveIndex } from '../sync/index.ts';
import { fromMoment, globalsOf, holderKey, openForLook, toMoment } from './common.ts';
import { createProgress } from './progress.ts';
import { count, say } from './show.ts';

const version = 'holdfast.archive/shares/v1';
type Release = { for: string; out: string; reason?: string; from?: number; to?: number };

/** m of n: shares of the keyslots of a period go from one holder to another, sealed to them. */
export function addShareCommands(program: Command): void {
  program
    .command('release')
    .description('where several must come together: release your shares of a period to another key holder')
    .requiredOption('--for <card>', 'file with the card of whoever collects them')
    .requiredOption('--out <file>', 'where to write them, sealed to that holder')
    .option('--from <day>', 'parts of the archive opened from this day on', fromMoment)
    .option('--to <day>', 'up to and with this day', toMoment)
    .option('--reason <reason>', 'why; recorded before')
    .action(async (options: Release, command: Command) => release(options, command));

  program
    .command('collect <file>')
    .description('take shares that another key holder released to you, and open what can be opened with them')
    .action(async (file: string, _options: object, command: Command) => collect(file, command));
}

async function release({ for: card, out, reason, from, to }: Release, command: Command): Promise<void> {
  await ready();
  if (existsSync(out)) throw new AuditorError('FILE_EXISTS', `${out} is there already`, 'Name another file with --out.');
  const [word, name = '', recipient = ''] = readNamed(card, 'the card of a key holder').toString('utf8').trim().split(' ');
  if (word !== 'holder' || !recipient.startsWith('age1')) throw new AuditorError('NOTE', `${card}: this is no card of a key holder`, 'It holds one line: holder <name> <recipient> <key>.');
  const { index, key, home, known } = await openForLook(command, { action: 'release', reason, scope: { for: name, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) } });
  try {
    const copy = copyOf(home, known);
    const shares: { kid: string; share: string }[] = [];
    for (const { kid } of index.chainsWithin({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) })) {
      const slot = await copy.read(keyslotPath(Buffer.from(kid, 'hex')));
      const share = slot && (await releaseShare(slot, key.identity, Buffer.from(kid, 'hex')));
      if (share) shares.push({ kid, share: Buffer.from(share).toString('base64') });
    }
    if (shares.length === 0) throw new AuditorError('NOTHING_FOUND', 'no part of that period is sealed to several holders with a share for you', 'Sync first, and look at --from and --to.');
    const writer = createAgeWriter([recipient]);
    const plain = Buffer.from(JSON.stringify({ version, origin: known.origin, holder: key.name, shares }));
    writeWhole(out, Buffer.concat([await writer.header(), writer.update(plain), writer.final()]));
    say(`${count(shares.length, 'share')} released to ${name}: ${out}`);
  } finally {
    index.close();
  }
}

async function collect(file: string, command: Command): Promise<void> {
  const { home, archive } = globalsOf(command);
  const known = chooseArchive(home, archive);
  const sealed = readNamed(file, 'shares that another key holder released');
  const key = await holderKey(command);
  const parts: Uint8Array[] = [];
  try {
    for await (const part of openAge(one(sealed), key.identity)) parts.push(part);
  } catch {
    throw new AuditorError('NOTE', `${file} does not open with your key`, `It must be released for ${await recipientOf(key.identity)}.`);
  }
  const said = asRecord(JSON.parse(Buffer.concat(parts).toString('utf8')));
  const holder = asText(said['holder']);
  if (said['version'] !== version || holder === null) throw new AuditorError('NOTE', `${file} holds no shares`, 'It is what `holdfast-auditor release` wrote.');
  if (said['origin'] !== known.origin) throw new AuditorError('ARCHIVE_OTHER', `${file} is of the archive ${asText(said['origin']) ?? ''}, not of ${known.origin}`, 'Name the archive with --archive.');
  const index = openArchiveIndex(home, known, key);
  const progress = createProgress();
  try {
    for (const each of asList(said['shares'])) index.addShare(asText(asRecord(each)['kid']) ?? '', holder, Buffer.from(asText(asRecord(each)['share']) ?? '', 'base64'));
    const { opened, messages, unopened } = await bringIndexUp({ home, known, erased: [], key, index, onProgress: progress.step });
    progress.end();
    say(`${count(opened, 'part')} opened; ${count(messages, 'message')} can be searched.`);
    if ((unopened['SHARES_NEEDED'] ?? 0) > 0) say(`${count(unopened['SHARES_NEEDED'] ?? 0, 'part')} still need shares of others.`);
  } finally {
    index.close();
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
