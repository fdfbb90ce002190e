import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ready } from '@holdfast/archive-format';
import type { Command } from 'commander';
import { AuditorError } from '../auditor-error.ts';
import { readNamed, writeWhole } from '../files.ts';
import { holderCard, makeHolderKey, readRecoveryLines, sheetHtml, sheetOf, writeKeyFile, type HolderKey } from '../keys/index.ts';
import { sheetPdf } from '../exporting/index.ts';
import { askLines, askNewPassphrase } from './ask.ts';
import { globalsOf, holderKey, wholeNumber } from './common.ts';
import { say, tell } from './show.ts';

type SheetOptions = { sheet?: string; workFactor: number };

async function keep(key: HolderKey, command: Command, { workFactor }: SheetOptions): Promise<void> {
  const globals = globalsOf(command);
  if (existsSync(globals.key)) throw new AuditorError('FILE_EXISTS', `${globals.key} is there already`, 'A key is never overwritten: without it nothing sealed to it opens again. Name another file with --key.');
  await writeKeyFile(globals.key, key, await askNewPassphrase(globals.passphraseFile), { workFactor });
  const card = join(globals.home, `${key.name}.holder`);
  writeWhole(card, await holderCard(key), { mode: 0o644 });
  say(`Key of ${key.name}: ${globals.key} (keep a second copy elsewhere; it opens with the passphrase alone)`);
  say(`Card for whoever writes the policy: ${card} (no secret)`);
}

async function writeSheet(key: HolderKey, path: string): Promise<void> {
  if (existsSync(path)) throw new AuditorError('FILE_EXISTS', `${path} is there already`, 'Name another file.');
  const sheet = sheetOf(key, await holderCard(key), new Date());
  writeWhole(path, path.endsWith('.pdf') ? await sheetPdf(sheet) : sheetHtml(sheet));
  say(`Recovery sheet: ${path}`);
  tell('Print it, lock it away in another place than the key file, and delete the file: whoever has the sheet has the key.');
}

/** Keys: made, made anew from paper, shown to others. */
export function addKeyCommands(program: Command): void {
  program
    .command('keygen')
    .description('make your key: an age identity that opens and a key that signs, in one file under a passphrase')
    .requiredOption('--name <name>', 'your name in policies and signatures: letters, digits, dots, dashes')
    .option('--sheet <file>', 'also write the recovery sheet, as .html or .pdf')
    .option('--post-quantum', 'an identity of the hybrid kind (ML-KEM-768 with X25519); all holders of a policy have the same kind')
    .option('--work-factor <n>', 'base-2 logarithm of the work of one guess at the passphrase', wholeNumber(10, 22), 18)
    .action(async ({ name, postQuantum, ...options }: SheetOptions & { name: string; postQuantum?: boolean }, command: Command) => {
      await ready();
      const key = await makeHolderKey(name, { postQuantum: postQuantum === true });
      await keep(key, command, options);
      if (options.sheet !== undefined) await writeSheet(key, resolve(options.sheet));
      else tell('No recovery sheet was written yet: holdfast-auditor sheet <file>. Without key file and sheet the archive is lost to you.');
    });

  program
    .command('sheet <file>')
    .description('write the recovery sheet of your key, as .html or .pdf, to be printed')
    .action(async (file: string, _options: object, command: Command) => writeSheet(await holderKey(command), resolve(file)));

  program
    .command('recover')
    .description('make the key file anew from the lines of a recovery sheet')
    .option('--lines <file>', 'the lines in a file, else they are asked for')
    .option('--work-factor <n>', 'base-2 logarithm of the work of one guess at the passphrase', wholeNumber(10, 22), 18)
    .action(async ({ lines, ...options }: SheetOptions & { lines?: string }, command: Command) => {
      await ready();
      const typed = lines === undefined ? await askLines('Type the lines of the sheet, then an empty line:') : readNamed(lines, 'the lines of the sheet').toString('utf8');
      await keep(readRecoveryLines(typed), command, options);
    });

  program
    .command('card')
    .description('print the line that names you in a policy; it holds no secret')
    .action(async (_options: object, command: Command) => say((await holderCard(await holderKey(command))).trim()));
}
