import { existsSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { AuditorError } from '../auditor-error.ts';
import { makePrivateFolder, readIfThere, readNamed, writeWhole } from '../files.ts';
import { asNumber, asRecord } from '../reading/index.ts';
import { openHolderKey, sealHolderKey, type HolderKey } from './holder-key.ts';

export const leastPassphrase = 12;
const freeAttempts = 3;
const longestWaitS = 900;

/** Wrong passphrases in a row cost 1, 2, 4 … seconds, at most a quarter of an hour. Slows a person at this machine; whoever has the file is slowed by scrypt alone. */
export const waitAfter = (failed: number): number => (failed < freeAttempts ? 0 : Math.min(longestWaitS, 2 ** (failed - freeAttempts)));

const attemptsFile = (path: string): string => `${path}.attempts`;

function attemptsOf(path: string): { failed: number; at: number } {
  try {
    const said = asRecord(JSON.parse(readIfThere(attemptsFile(path))?.toString('utf8') ?? '{}'));
    return { failed: asNumber(said['failed']) ?? 0, at: asNumber(said['at']) ?? 0 };
  } catch {
    return { failed: freeAttempts, at: Date.now() }; // a damaged count is not a fresh one
  }
}

export async function writeKeyFile(path: string, key: HolderKey, passphrase: string, { workFactor = 18 }: { workFactor?: number } = {}): Promise<void> {
  if (existsSync(path)) throw new AuditorError('FILE_EXISTS', `${path} is there already`, 'A key is never overwritten: without it nothing sealed to it opens again. Name another file with --key.');
  if ([...passphrase].length < leastPassphrase) throw new AuditorError('PASSPHRASE', `the passphrase is shorter than ${leastPassphrase} characters`, 'Several words in a row are easy to remember and long.');
  makePrivateFolder(dirname(path));
  writeWhole(path, await sealHolderKey(key, passphrase, workFactor));
}

/** Asks for the passphrase only when it may be tried. The attempt is counted before it is made, so that a kill does not save it. */
export async function openKeyFile(path: string, passphrase: () => Promise<string>, { now = Date.now }: { now?: () => number } = {}): Promise<HolderKey> {
  const file = readNamed(path, 'the key file that `holdfast-auditor keygen` made');
  const mode = statSync(path).mode & 0o077;
  if (mode !== 0) throw new AuditorError('KEY_FILE', `${path} can be read by others`, `Run: chmod 600 ${path}`);
  const { failed, at } = attemptsOf(path);
  const waitS = Math.ceil(waitAfter(failed) - (now() - at) / 1000);
  if (waitS > 0) throw new AuditorError('BACK_OFF', `${failed} wrong passphrases in a row for ${path}`, `Try again in ${waitS} s.`);
  const given = await passphrase();
  writeWhole(attemptsFile(path), JSON.stringify({ failed: failed + 1, at: now() }));
  const key = await openHolderKey(file, given, path);
  if (!key) {
    const next = waitAfter(failed + 1);
    throw new AuditorError('PASSPHRASE', `the passphrase does not open ${path}`, next === 0 ? 'Try again.' : `The next attempt is possible in ${next} s.`);
  }
  rmSync(attemptsFile(path), { force: true });
  return key;
}
