import { Decrypter, Encrypter, generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption';

/** The age keys of key holders. Files under a passphrase are ordinary age files (scrypt). */
export const newIdentity = ({ postQuantum }: { postQuantum: boolean }): Promise<string> => (postQuantum ? generateHybridIdentity() : generateX25519Identity());
export const recipientOf = (identity: string): Promise<string> => identityToRecipient(identity);

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
