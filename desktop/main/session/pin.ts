import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';

/** A PIN as it is kept, inside the sealed session: argon2id with OWASP's first recommendation. */
export type StoredPin = { readonly salt: string; readonly hash: string };
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

function derive(pin: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => argon2('argon2id', { ...cost, message: Buffer.from(pin.normalize('NFKC')), nonce: salt }, (failure, key) => (failure ? reject(failure) : resolve(key))));
}

export async function hashPin(pin: string): Promise<StoredPin> {
  const salt = randomBytes(16);
  return { salt: salt.toString('base64'), hash: (await derive(pin, salt)).toString('base64') };
}

export async function isPin(pin: string, stored: StoredPin): Promise<boolean> {
  return timingSafeEqual(await derive(pin, Buffer.from(stored.salt, 'base64')), Buffer.from(stored.hash, 'base64'));
}
