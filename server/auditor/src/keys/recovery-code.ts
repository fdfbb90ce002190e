import { hash } from 'node:crypto';
import { AuditorError } from '../auditor-error.ts';
import { decodeBech32, encodeBech32 } from './bech32.ts';
import { holderName, type HolderKey } from './holder-key.ts';

/**
 * A key as lines to be printed and typed again: Crockford's letters (no I, L, O, U), groups of four, and behind each line
 * two letters that tell whether it was typed right. The whole has a checksum of its own.
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const lineLength = 20;
const version = 1;
const checksumSize = 4;

const sha = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

function toLetters(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(held >> bits) & 31];
    }
  }
  return bits === 0 ? text : text + alphabet[(held << (5 - bits)) & 31];
}

function fromLetters(text: string): Uint8Array {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const letter of text) {
    held = ((held << 5) | alphabet.indexOf(letter)) & 0xffff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 255);
  }
  return Uint8Array.from(bytes);
}

const checkOf = (line: string, number: number): string => {
  const digest = sha(Buffer.from(`${number} ${line}`));
  return `${alphabet[(digest[0] ?? 0) & 31]}${alphabet[(digest[1] ?? 0) & 31]}`;
};

export function recoveryLines({ name, identity, seed }: HolderKey): string[] {
  const secret = decodeBech32(identity);
  if (secret?.bytes.length !== 32) throw new Error('an identity that is none');
  const named = Buffer.from(name);
  const body = Buffer.concat([Buffer.of(version, secret.prefix.includes('PQ') ? 1 : 0, named.length), named, secret.bytes, seed]);
  const text = toLetters(Buffer.concat([body, sha(body).subarray(0, checksumSize)]));
  const lines = text.match(new RegExp(`.{1,${lineLength}}`, 'gu')) ?? [];
  return lines.map((line, n) => `${String(n + 1).padStart(2)}  ${(line.match(/.{1,4}/gu) ?? []).join(' ')} - ${checkOf(line, n + 1)}`);
}

/** Reads what was typed: any case, spaces and dashes anywhere, O for 0, I and L for 1; line numbers may be there or not. */
export function readRecoveryLines(typed: string): HolderKey {
  const wrong = (what: string, remedy: string): AuditorError => new AuditorError('SHEET', `the recovery sheet: ${what}`, remedy);
  const lines = typed.split(/\r?\n/u).map((line) => line.trim()).filter((line) => /[0-9A-Za-z]/u.test(line));
  const text = lines.map((line, n) => {
    const [, content = '', check = ''] = /^(?:\d{1,2}(?:[.:)]|\s{2,}|\t)\s*)?(.*?)\s*-\s*([0-9A-Za-z]{2})$/u.exec(line) ?? [];
    const letters = content.replace(/[\s-]/gu, '').toUpperCase().replaceAll('O', '0').replace(/[IL]/gu, '1');
    const given = check.toUpperCase().replaceAll('O', '0').replace(/[IL]/gu, '1');
    if (letters === '' || [...letters].some((letter) => !alphabet.includes(letter)) || checkOf(letters, n + 1) !== given) throw wrong(`line ${n + 1} was not typed as it is printed`, 'Compare it letter by letter; the two letters behind the dash belong to it.');
    return letters;
  });
  const bytes = Buffer.from(fromLetters(text.join('')));
  const nameLength = bytes[2] ?? 0;
  const size = 3 + nameLength + 64;
  if (bytes.length < size + checksumSize) throw wrong('lines are missing', 'Type all of them, in their order.');
  const body = bytes.subarray(0, size);
  if (!sha(body).subarray(0, checksumSize).equals(bytes.subarray(size, size + checksumSize))) throw wrong('the lines are right, but not those of one sheet', 'Type all lines of the same sheet, in their order.');
  if (body[0] !== version) throw wrong('it was made by a newer version of this tool', 'Use that version or a later one.');
  const name = body.subarray(3, 3 + nameLength).toString('utf8');
  if (!holderName.test(name)) throw wrong('it names nobody', 'Type it again from its first line.');
  const secret = body.subarray(3 + nameLength, 3 + nameLength + 32);
  return { name, identity: encodeBech32(body[1] === 1 ? 'AGE-SECRET-KEY-PQ-' : 'AGE-SECRET-KEY-', secret), seed: Uint8Array.from(body.subarray(size - 32)) };
}
