import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Secret } from '../kernel/index.ts';

const nonceBytes = 12;
const tagBytes = 16;

/** Seals small secrets for the database, bound to what they belong to: moved to another row they no longer open. */
export function createSealer(key: Secret) {
  const aes = createHash('sha256').update('holdfast second factors\0').update(key.reveal()).digest();
  return {
    seal(plain: Buffer, belongsTo: string): Buffer {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', aes, nonce).setAAD(Buffer.from(belongsTo));
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    /** Throws when the key is another or the bytes were changed. */
    open(sealed: Buffer, belongsTo: string): Buffer {
      const decipher = createDecipheriv('aes-256-gcm', aes, sealed.subarray(0, nonceBytes)).setAAD(Buffer.from(belongsTo));
      decipher.setAuthTag(sealed.subarray(-tagBytes));
      return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    },
  };
}
export type Sealer = ReturnType<typeof createSealer>;
