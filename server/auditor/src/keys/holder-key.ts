import { hkdfSync } from 'node:crypto';
import { createSigner, newIdentity, newSeed, openWithPassphrase, recipientOf, sealWithPassphrase, type NoteSigner } from '@holdfast/archive-format';
import { AuditorError } from '../auditor-error.ts';
import { asRecord, asText } from '../reading/index.ts';

/** What a key holder holds: with the identity they open, with the seed they sign. */
export type HolderKey = { readonly name: string; readonly identity: string; readonly seed: Uint8Array };

export const holderName = /^[\p{L}\p{N}._-]{1,60}$/u;

export async function makeHolderKey(name: string, { postQuantum }: { postQuantum: boolean }): Promise<HolderKey> {
  if (!holderName.test(name)) throw new AuditorError('USAGE', `--name ${JSON.stringify(name)} cannot be a key holder’s name`, 'Letters, digits, dots, dashes and underscores, at most 60: it stands in policies and signatures.');
  return { name, identity: await newIdentity({ postQuantum }), seed: newSeed() };
}

export const signerOf = ({ name, seed }: HolderKey): NoteSigner => createSigner(name, seed);

/** The line that others need to name this holder in a policy. Holds no secret. */
export const holderCard = async (key: HolderKey): Promise<string> => `holder ${key.name} ${await recipientOf(key.identity)} ${signerOf(key).vkey}\n`;

/** Of the index of one archive: whoever cannot open the key file cannot open the index. */
export const indexKeyOf = ({ identity, seed }: HolderKey, origin: string): Uint8Array => new Uint8Array(hkdfSync('sha256', Buffer.concat([Buffer.from(identity), seed]), Buffer.from(origin), 'holdfast.archive/index/v1', 32));

const version = 'holdfast.archive/key/v1';

/** An ordinary age file under a passphrase; `age -d` opens it too. */
export const sealHolderKey = ({ name, identity, seed }: HolderKey, passphrase: string, workFactor: number): Promise<Uint8Array> =>
  sealWithPassphrase(Buffer.from(`${JSON.stringify({ version, name, identity, seed: Buffer.from(seed).toString('hex') })}\n`), passphrase, workFactor);

/** Undefined for a wrong passphrase. */
export async function openHolderKey(file: Uint8Array, passphrase: string, path: string): Promise<HolderKey | undefined> {
  const damaged = (what: string): AuditorError => new AuditorError('KEY_FILE', `${path}: ${what}`, 'Take the file from a backup, or make it anew from the recovery sheet with `holdfast-auditor recover`.');
  if (!Buffer.from(file.subarray(0, 21)).toString('latin1').startsWith('age-encryption.org/v1')) throw damaged('this is not a key file');
  const plain = await openWithPassphrase(file, passphrase);
  if (!plain) return undefined;
  let said: Readonly<Record<string, unknown>>;
  try {
    said = asRecord(JSON.parse(Buffer.from(plain).toString('utf8')));
  } catch {
    throw damaged('it opens, but holds no key');
  }
  const [name, identity, seed] = [asText(said['name']), asText(said['identity']), asText(said['seed'])];
  if (said['version'] !== version) throw damaged(`field "version" is not ${version}`);
  if (name === null || !holderName.test(name)) throw damaged('field "name" is missing or wrong');
  if (identity === null || !identity.startsWith('AGE-SECRET-KEY-')) throw damaged('field "identity" is missing or wrong');
  if (seed === null || !/^[0-9a-f]{64}$/u.test(seed)) throw damaged('field "seed" is missing or wrong');
  return { name, identity, seed: Buffer.from(seed, 'hex') };
}
