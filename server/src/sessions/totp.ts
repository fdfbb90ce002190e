import { createHmac, randomBytes } from 'node:crypto';

/** RFC 6238 with the values every authenticator app knows: SHA-1, six digits, thirty seconds. */
const stepMs = 30_000;
const digits = 6;
const secretBytes = 20;
/** How many steps a telephone's clock may be off, either way. */
const drift = 1;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'; // RFC 4648 base32

export const newTotpSecret = (): Buffer => randomBytes(secretBytes);

/** What the code is at a moment. Exported for tests and for whoever must imitate an authenticator. */
export function totpCode(secret: Buffer, at: number): string {
  return codeOfStep(secret, Math.floor(at / stepMs));
}

/** The step a code belongs to, when it is one of those around now and later than `lastStep`; undefined otherwise. */
export function totpStepOf(secret: Buffer, code: string, now: number, lastStep: number): number | undefined {
  const present = Math.floor(now / stepMs);
  let found: number | undefined;
  for (let step = present - drift; step <= present + drift; step++) {
    if (codeOfStep(secret, step) === code && step > lastStep) found = step; // six digits that live for seconds and are tried five times: time tells nothing
  }
  return found;
}

function codeOfStep(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac[mac.length - 1]! & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

export function base32(bytes: Buffer): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** The address a QR code holds (Key Uri Format of Google Authenticator). */
export function totpUri(secret: Buffer, { issuer, account }: { issuer: string; account: string }): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`;
}
