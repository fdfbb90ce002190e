import { hkdfSync } from 'node:crypto';

/** Files of the profile. Each has a key of its own, so that no two ever share a key stream or can stand in for one another. */
export type StoreFile = 'cache' | 'own' | 'own-mirror';
export const fileName = (file: StoreFile): string => `${file}.db`;

/** The raw SQLCipher key of one file, in the hex form its pragma takes. */
export function keyOf(key: Uint8Array, file: StoreFile): string {
  return Buffer.from(hkdfSync('sha256', key, new Uint8Array(0), `holdfast desktop store: ${file}`, 32)).toString('hex');
}
