import { createPrivateKey, createPublicKey, randomBytes, sign, verify, type KeyObject } from 'node:crypto';
import { sha256 } from './tree.ts';

/** C2SP signed-note: a text, an empty line, and lines that sign it. */
export type NoteSigner = { readonly name: string; readonly vkey: string; sign(text: string): string };
export type NoteSignature = { readonly name: string; readonly vkey: string; readonly kind: 'signature' | 'cosignature'; /** Seconds since 1970, of a cosignature. */ readonly time: number | null };
export type OpenedNote = { readonly ok: true; readonly text: string; readonly signatures: readonly NoteSignature[] } | { readonly ok: false; readonly code: 'NOTE_MALFORMED' | 'KEY_MALFORMED' | 'SIGNATURE_INVALID' };

const ed25519 = 0x01;
const cosignature = 0x04;
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

const keyId = (name: string, type: number, key: Uint8Array): Uint8Array => sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), key])).subarray(0, 4);
const rawPublic = (key: KeyObject): Buffer => createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
const vkeyOf = (name: string, type: number, key: Uint8Array): string => `${name}+${Buffer.from(keyId(name, type, key)).toString('hex')}+${Buffer.concat([Buffer.of(type), key]).toString('base64')}`;

function keyFromSeed(name: string, seed: Uint8Array): KeyObject {
  if (!/^[^\s+]+$/u.test(name)) throw new RangeError('a key name has neither spaces nor plus signs');
  if (seed.length !== 32) throw new RangeError('an Ed25519 seed has 32 bytes');
  return createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' });
}
const line = (name: string, id: Uint8Array, signature: Uint8Array): string => `\u2014 ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;

export const newSeed = (): Uint8Array => randomBytes(32);

/** Signs notes with Ed25519 (type 0x01). `sign` takes the text, newline at its end, and returns one signature line. */
export function createSigner(name: string, seed: Uint8Array): NoteSigner {
  const key = keyFromSeed(name, seed);
  const raw = rawPublic(key);
  return { name, vkey: vkeyOf(name, ed25519, raw), sign: (text) => line(name, keyId(name, ed25519, raw), sign(null, Buffer.from(text), key)) };
}

/** C2SP tlog-cosignature: what a witness says of a head, with the time at which it saw it. */
export function createCosigner(name: string, seed: Uint8Array, seconds: () => number): NoteSigner {
  const key = keyFromSeed(name, seed);
  const raw = rawPublic(key);
  return {
    name,
    vkey: vkeyOf(name, cosignature, raw),
    sign(text) {
      const time = seconds();
      const stamp = Buffer.alloc(8);
      stamp.writeBigUInt64BE(BigInt(time));
      return line(name, keyId(name, cosignature, raw), Buffer.concat([stamp, sign(null, cosigned(time, text), key)]));
    },
  };
}
const cosigned = (time: number | bigint, text: string): Buffer => Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);

export const signNote = (text: string, ...signers: readonly NoteSigner[]): string => `${text}\n${signers.map((signer) => signer.sign(text)).join('')}`;

/** Base64 in its one canonical spelling: otherwise a flipped bit could go unseen. */
function isSignatureLine(each: string): boolean {
  const encoded = /^\u2014 [^\s+]+ ([A-Za-z0-9+/]+={0,2})$/u.exec(each)?.[1];
  return encoded !== undefined && Buffer.from(encoded, 'base64').toString('base64') === encoded;
}

/** Splits a note without judging it. */
export function splitNote(note: string): { text: string; lines: readonly string[] } | undefined {
  const at = note.lastIndexOf('\n\n');
  if (at < 0 || !note.endsWith('\n')) return undefined;
  const lines = note.slice(at + 2).split('\n').slice(0, -1);
  return lines.length > 0 && lines.every(isSignatureLine) ? { text: note.slice(0, at + 1), lines } : undefined;
}

export type VerifierKey = { readonly name: string; readonly id: string; readonly type: number; readonly key: Uint8Array };
export function parseVerifierKey(vkey: string): VerifierKey | undefined {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(vkey);
  if (!parts) return undefined;
  const [, name = '', id = '', encoded = ''] = parts;
  const bytes = Buffer.from(encoded, 'base64');
  const type = bytes[0] ?? 0;
  const key = bytes.subarray(1);
  if ((type !== ed25519 && type !== cosignature) || key.length !== 32) return undefined;
  return Buffer.from(keyId(name, type, key)).toString('hex') === id ? { name, id, type, key } : undefined;
}

/**
 * The text, and who of the given keys signed it. Lines of other keys are passed over (C2SP signed-note); a line that claims
 * a given key and does not verify spoils the note.
 */
export function openNote(note: string, vkeys: readonly string[]): OpenedNote {
  const split = splitNote(note);
  if (!split) return { ok: false, code: 'NOTE_MALFORMED' };
  const signatures: NoteSignature[] = [];
  for (const vkey of vkeys) {
    const known = parseVerifierKey(vkey);
    if (!known) return { ok: false, code: 'KEY_MALFORMED' };
    for (const each of split.lines) {
      const [, name, encoded = ''] = each.split(' ');
      const raw = Buffer.from(encoded, 'base64');
      if (name !== known.name || raw.subarray(0, 4).toString('hex') !== known.id) continue;
      const checked = check(known, split.text, raw.subarray(4));
      if (checked === undefined) return { ok: false, code: 'SIGNATURE_INVALID' };
      signatures.push({ name: known.name, vkey, kind: known.type === cosignature ? 'cosignature' : 'signature', time: checked });
    }
  }
  return { ok: true, text: split.text, signatures };
}

function check(known: VerifierKey, text: string, signature: Buffer): number | null | undefined {
  const key = createPublicKey({ key: Buffer.concat([publicPrefix, known.key]), format: 'der', type: 'spki' });
  if (known.type === ed25519) return signature.length === 64 && verify(null, Buffer.from(text), key, signature) ? null : undefined;
  if (signature.length !== 72) return undefined;
  const time = signature.readBigUInt64BE(0);
  return verify(null, cosigned(time, text), key, signature.subarray(8)) ? Number(time) : undefined;
}
