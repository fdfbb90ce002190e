import { Decrypter, Encrypter, generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption';

/** The age keys of key holders. Files under a passphrase are ordinary age files (scrypt). */
export const newIdentity = ({ postQuantum }: { postQuantum: boolean }): Promise<string> => (postQuantum ? generateHybridIdentity() : generateX25519Identity());
export const recipientOf = (identity: string): Promise<string> => identityToRecipient(identity);

/** Whether a slot can be sealed to it: X25519 or the post-quantum hybrid, neither plugins nor tags. */
export function isRecipient(recipient: string): boolean {
  if (!/^age1(?:pq1[02-9ac-hj-np-z]{1000,4000}|[02-9ac-hj-np-z]{58})$/.test(recipient)) return false;
  try {
    new Encrypter().addRecipient(recipient);
    return true;
  } catch {
    return false;
  }
}

/** `workFactor` is the base-2 logarithm of scrypt's N; 18 takes about a second. */
export async function sealWithPassphrase(plain: Uint8Array, passphrase: string, workFactor = 18): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(workFactor);
  encrypter.setPassphrase(passphrase);
  return encrypter.encrypt(plain);
}

/** Undefined when the passphrase is wrong or the file is none of ours. */
export async function openWithPassphrase(file: Uint8Array, passphrase: string): Promise<Uint8Array | undefined> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return await decrypter.decrypt(file, 'uint8array');
  } catch {
    return undefined;
  }
}
