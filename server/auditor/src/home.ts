import { hash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { AuditorError } from './auditor-error.ts';
import { makePrivateFolder, readIfThere, writeWhole } from './files.ts';
import { asNumber, asRecord, asText } from './reading/index.ts';

/**
 * Where a key holder's things lie: `key.age`, and for each archive a folder with what is known of it (`archive.json`), the
 * copy, the index and the access log.
 */
export const homeFolder = (option: string | undefined): string => resolve(option ?? process.env['HOLDFAST_AUDITOR_HOME'] ?? join(homedir(), '.holdfast-auditor'));
export const keyPath = (home: string): string => join(home, 'key.age');

export type KnownArchive = {
  readonly origin: string;
  /** The log's key, as the holder got it when the archive was begun. */
  readonly vkey: string;
  /** Hash of the first policy, if the holder was told. */
  readonly genesis: string | null;
  /** Where it was last copied from. */
  readonly source: string;
  /** The head up to which everything was verified; the archive may only grow from here. */
  readonly pin: { readonly size: number; readonly root: string } | null;
  readonly policyNote: string | null;
};

export type ArchiveHome = { readonly folder: string; readonly copy: string; readonly index: string; readonly accessLog: string; readonly verified: string };

/** Origins are foreign words: what they could do to a path, they do not do here. */
const safeName = (origin: string): string => `${origin.replace(/[^A-Za-z0-9._-]+/gu, '_').replace(/^\.+/u, '_').slice(0, 60)}-${hash('sha256', origin).slice(0, 8)}`;

export function archiveHome(home: string, origin: string): ArchiveHome {
  const folder = join(home, 'archives', safeName(origin));
  return { folder, copy: join(folder, 'copy'), index: join(folder, 'index.db'), accessLog: join(folder, 'access.log'), verified: join(folder, 'verified.json') };
}

function parseKnown(path: string): KnownArchive | undefined {
  const file = readIfThere(path);
  if (!file) return undefined;
  const wrong = (field: string): AuditorError => new AuditorError('FILE_UNREADABLE', `${path}: field "${field}" is missing or wrong`, 'Take the file from a backup, or delete the folder of the archive and sync anew with --log-key.');
  let said: Readonly<Record<string, unknown>>;
  try {
    said = asRecord(JSON.parse(file.toString('utf8')));
  } catch {
    throw wrong('(whole)');
  }
  const text = (field: string): string => asText(said[field]) ?? (() => { throw wrong(field); })();
  const pin = asRecord(said['pin']);
  const [size, root] = [asNumber(pin['size']), asText(pin['root'])];
  if (said['pin'] !== null && (size === null || !/^[0-9a-f]{64}$/u.test(root ?? ''))) throw wrong('pin');
  return { origin: text('origin'), vkey: text('vkey'), source: text('source'), genesis: asText(said['genesis']), pin: size === null ? null : { size, root: root ?? '' }, policyNote: asText(said['policyNote']) };
}

export const readKnown = (home: string, origin: string): KnownArchive | undefined => parseKnown(join(archiveHome(home, origin).folder, 'archive.json'));

export function writeKnown(home: string, known: KnownArchive): void {
  const { folder } = archiveHome(home, known.origin);
  makePrivateFolder(folder);
  writeWhole(join(folder, 'archive.json'), `${JSON.stringify(known, null, 2)}\n`);
}

export function knownArchives(home: string): KnownArchive[] {
  let names: string[];
  try {
    names = readdirSync(join(home, 'archives'));
  } catch {
    return [];
  }
  return names.flatMap((name) => parseKnown(join(home, 'archives', name, 'archive.json')) ?? []);
}

/** The one that `--archive` names, or the only one. */
export function chooseArchive(home: string, origin: string | undefined): KnownArchive {
  const all = knownArchives(home);
  const found = origin === undefined ? all : all.filter((known) => known.origin === origin);
  const [only] = found;
  if (only && found.length === 1) return only;
  if (all.length === 0) throw new AuditorError('ARCHIVE_MISSING', `no archive was copied to ${home} yet`, 'Run: holdfast-auditor sync <folder or address> --log-key <key>');
  throw new AuditorError('ARCHIVE_MISSING', origin === undefined ? 'several archives are known here' : `no archive of ${origin} was copied here`, `Name one with --archive: ${all.map((known) => known.origin).join(', ')}`);
}
