import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';

/**
 * OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane; about 30 ms on the machine this was measured
 * on. Every hash carries its own parameters, so that raising these leaves old hashes readable.
 */
const present = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const saltBytes = 16;
const hashBytes = 32;
/** A damaged or planted hash may not order more work than this. */
const most = { memory: 262_144, passes: 16, parallelism: 8 } as const;

const phc = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{22,86})\$([A-Za-z0-9+/]{43,86})$/;

/** Hashes for storage, in PHC format. The same password gives another hash each time. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive({ ...present, message: bytesOf(password), nonce: salt, tagLength: hashBytes });
  const { memory, passes, parallelism } = present;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** False for a wrong password and for a hash that cannot be read. Takes the same time either way of being wrong. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const parsed = parse(stored);
  if (!parsed) return false;
  const { hash, ...parameters } = parsed;
  const candidate = await derive({ ...parameters, message: bytesOf(password), tagLength: hash.length });
  return timingSafeEqual(candidate, hash);
}

function parse(stored: string) {
  const found = phc.exec(stored);
  if (!found) return undefined;
  const [memory, passes, parallelism] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (memory < 8 || memory > most.memory || passes < 1 || passes > most.passes || parallelism < 1 || parallelism > most.parallelism) return undefined;
  return { memory, passes, parallelism, nonce: Buffer.from(found[4]!, 'base64'), hash: Buffer.from(found[5]!, 'base64') };
}

/** The same password typed on two keyboards may differ in code points; NFKC makes them one. */
function bytesOf(password: string): Buffer {
  return Buffer.from(password.normalize('NFKC'), 'utf8');
}

function derive(parameters: Argon2Parameters): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (failure, key) => (failure ? reject(failure) : resolve(key)));
  });
}

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
