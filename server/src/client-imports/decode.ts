import { isUtf8 } from 'node:buffer';
import type { ImportDelimiter, ImportEncoding } from '@holdfast/contract';

const pieceBytes = 256 * 1024;
const boms: readonly (readonly [ImportEncoding, readonly number[]])[] = [['utf-8', [0xef, 0xbb, 0xbf]], ['utf-16le', [0xff, 0xfe]], ['utf-16be', [0xfe, 0xff]]];

/**
 * How the file is written: as its mark says, as its bytes show, else in the code page of the old programs around here.
 * Nobody can tell one code page from another by bytes alone; who knows better says so. Pure.
 */
export function encodingOf(file: Buffer): ImportEncoding {
  const marked = boms.find(([, mark]) => mark.every((byte, at) => file[at] === byte));
  if (marked) return marked[0];
  const head = file.subarray(0, 4096);
  const zeros = [0, 0];
  head.forEach((byte, at) => byte === 0 && (zeros[at % 2] = (zeros[at % 2] ?? 0) + 1));
  if (zeros[1]! > head.length / 8 && zeros[1]! > zeros[0]! * 4) return 'utf-16le';
  if (zeros[0]! > head.length / 8 && zeros[0]! > zeros[1]! * 4) return 'utf-16be';
  return isUtf8(file) ? 'utf-8' : 'windows-1251';
}

/** The text piece by piece, every end of line as \n, others running in between: a large file must not hold up the box. */
export async function* decoded(file: Buffer, encoding: ImportEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  let carried = '';
  for (let at = 0; at < file.length; at += pieceBytes) {
    const text = carried + decoder.decode(file.subarray(at, at + pieceBytes), { stream: true });
    carried = text.endsWith('\r') ? '\r' : '';
    yield (carried ? text.slice(0, -1) : text).replaceAll(/\r\n?/g, '\n');
    await new Promise((resolve) => setImmediate(resolve));
  }
  yield (carried + decoder.decode()).replaceAll(/\r\n?/g, '\n');
}

const characters: Readonly<Record<ImportDelimiter, string>> = { comma: ',', semicolon: ';', tab: '\t' };
export const delimiterCharacter = (delimiter: ImportDelimiter): string => characters[delimiter];

/** What divides the cells of the first line that has any. Spreadsheets may say it themselves in a line of its own, `sep=;`. Pure. */
export function delimiterOf(text: string): { delimiter: ImportDelimiter; told: boolean } {
  const names = Object.keys(characters) as ImportDelimiter[];
  const said = /^\s*"?sep=(.)"?\s*(?:\n|$)/i.exec(text)?.[1];
  const told = names.find((name) => characters[name] === said);
  if (told) return { delimiter: told, told: true };
  const line = (text.split('\n').find((each) => each.trim() !== '') ?? '').replaceAll(/"[^"]*"/g, '');
  const count = (name: ImportDelimiter) => line.split(characters[name]).length;
  return { delimiter: names.reduce((best, name) => (count(name) > count(best) ? name : best)), told: false };
}
