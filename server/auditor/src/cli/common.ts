import { ready } from '@holdfast/archive-format';
import { InvalidArgumentError, type Command } from 'commander';
import { readAccessLog, recordAccess, type AccessEntry } from '../access/index.ts';
import { AuditorError } from '../auditor-error.ts';
import { archiveHome, chooseArchive, homeFolder, keyPath, type KnownArchive } from '../home.ts';
import type { IndexStore } from '../index-store/index.ts';
import { openKeyFile, type HolderKey } from '../keys/index.ts';
import { openArchiveIndex } from '../sync/index.ts';
import { askPassphrase } from './ask.ts';

export type Globals = { home?: string; key?: string; passphraseFile?: string; archive?: string };

export const globalsOf = (command: Command): { home: string; key: string; passphraseFile: string | undefined; archive: string | undefined } => {
  const { home, key, passphraseFile, archive } = command.optsWithGlobals<Globals>();
  const folder = homeFolder(home);
  return { home: folder, key: key ?? keyPath(folder), passphraseFile, archive };
};

export async function holderKey(command: Command): Promise<HolderKey> {
  await ready();
  const { key, passphraseFile } = globalsOf(command);
  return openKeyFile(key, () => askPassphrase(passphraseFile, key));
}

/** The archive, its index and the key, for a look that is recorded before anything is read. */
export async function openForLook(command: Command, look: Pick<AccessEntry, 'action' | 'scope'> & { reason: string | undefined }): Promise<{ home: string; known: KnownArchive; key: HolderKey; index: IndexStore; entry: AccessEntry }> {
  const { home, archive } = globalsOf(command);
  const known = chooseArchive(home, archive);
  if (look.reason === undefined || look.reason.trim() === '') throw new AuditorError('USAGE', '--reason is missing', 'Every search, look, release and export needs one. It is recorded before it happens and handed in to the archive at the next sync.');
  const { accessLog } = archiveHome(home, known.origin);
  readAccessLog(accessLog); // an altered log stops a look before the passphrase is asked for
  const key = await holderKey(command);
  const index = openArchiveIndex(home, known, key);
  try {
    return { home, known, key, index, entry: recordAccess(accessLog, { holder: key.name, action: look.action, reason: look.reason, scope: look.scope }, Date.now()) };
  } catch (failure) {
    index.close();
    throw failure;
  }
}

const dayMs = 86_400_000;
const day = /^\d{4}-\d{2}-\d{2}$/u;
function parseMoment(text: string): number {
  const at = day.test(text) ? Date.parse(`${text}T00:00:00Z`) : /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/u.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(at)) throw new InvalidArgumentError('A day like 2026-01-31 (UTC) or a moment like 2026-01-31T08:00Z.');
  return at;
}
export const fromMoment = (text: string): number => parseMoment(text);
/** A day is meant whole. */
export const toMoment = (text: string): number => parseMoment(text) + (day.test(text) ? dayMs : 0);

export const wholeNumber = (least: number, most: number) => (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) throw new InvalidArgumentError(`A whole number from ${least} to ${most}.`);
  return value;
};

export type FilterOptions = { client?: string; person?: string; room?: string; number?: string; from?: number; to?: number };
export const withFilters = (command: Command): Command =>
  command
    .option('--client <client>', 'a client’s id, or a name of the person on the other side')
    .option('--person <person>', 'who wrote: an id like @anna:box, or a name they have or had')
    .option('--room <room>', 'a room’s id, or its name')
    .option('--number <digits>', 'digits of a client’s or a company account’s number')
    .option('--from <day>', 'from this day (UTC) or moment on', fromMoment)
    .option('--to <day>', 'up to and with this day, or before this moment', toMoment);

/** Only what was given: for the index, and for the log. */
export const given = <T extends object>(options: T, keys: readonly (keyof T)[]): Partial<T> => Object.fromEntries(keys.filter((key) => options[key] !== undefined).map((key) => [key, options[key]])) as Partial<T>;
export const filterKeys = ['client', 'person', 'room', 'number', 'from', 'to'] as const;
