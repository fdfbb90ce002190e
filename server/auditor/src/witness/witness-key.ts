import { existsSync } from 'node:fs';
import { newSeed, parseVerifierKey, createCosigner, type NoteSigner } from '@holdfast/archive-format';
import { AuditorError } from '../auditor-error.ts';
import { readNamed, writeWhole } from '../files.ts';

const version = 'holdfast.witness/key/v1';

/** A witness starts by itself after a power cut, so its key is not under a passphrase; it opens nothing, it only says what it saw. */
export function writeWitnessKey(path: string, name: string): NoteSigner {
  if (existsSync(path)) throw new AuditorError('FILE_EXISTS', `${path} is there already`, 'A key is never overwritten. Name another file with --key.');
  if (!/^[^\s+]{1,120}$/u.test(name)) throw new AuditorError('USAGE', '--name: neither spaces nor plus signs', 'Something like witness.example.com/w1, which is yours.');
  const seed = newSeed();
  writeWhole(path, `${version}\n${name}\n${Buffer.from(seed).toString('hex')}\n`);
  return createCosigner(name, seed, () => 0);
}

export function readWitnessKey(path: string, seconds: () => number): NoteSigner {
  const [head, name = '', seed = ''] = readNamed(path, 'the key that `holdfast-witness keygen` made').toString('utf8').split('\n');
  if (head !== version || !/^[^\s+]{1,120}$/u.test(name) || !/^[0-9a-f]{64}$/u.test(seed)) throw new AuditorError('KEY_FILE', `${path}: this is no key of a witness`, 'Take the file from a backup.');
  const signer = createCosigner(name, Buffer.from(seed, 'hex'), seconds);
  if (!parseVerifierKey(signer.vkey)) throw new AuditorError('KEY_FILE', `${path}: the key is damaged`, 'Take the file from a backup.');
  return signer;
}
