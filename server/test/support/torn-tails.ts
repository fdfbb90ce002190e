import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyslotPath, parseCheckpoint } from '@holdfast/archive-format';
import Database from 'better-sqlite3';

const tileWidth = 256;
export type Chance = (below: number) => number;

/**
 * What an act cut short may leave where no head looks yet: half a file, a file with more behind it, other bytes, a draft, and
 * frames of a transaction that never was behind the last one that was. Answers with how many files it tore.
 */
export function tearTails(directory: string, random: Chance): number {
  const folder = join(directory, 'archive');
  const size = existsSync(join(folder, 'checkpoint')) ? (parseCheckpoint(readFileSync(join(folder, 'checkpoint'), 'utf8'))?.size ?? 0) : 0;
  const waiting = keyslotsThatWait(join(directory, 'record.db'));
  const torn = filesOf(folder).filter((path) => isBeyond(path, size) || waiting.has(path)).map((path) => join(folder, path));
  for (const path of torn) tear(path, random);
  mkdirSync(join(folder, '.draft'), { recursive: true });
  writeFileSync(join(folder, '.draft', 'torn'), 'half a');
  tearLogOfWrites(join(directory, 'record.db-wal'), random);
  return torn.length;
}

function tear(path: string, random: Chance): void {
  const bytes = statSync(path).size;
  const how = random(3);
  if (how === 0) truncateSync(path, random(bytes));
  else if (how === 1) appendFileSync(path, Buffer.alloc(1 + random(500), random(256)));
  else writeFileSync(path, Buffer.alloc(bytes, random(256)));
}

const filesOf = (folder: string): string[] => !existsSync(folder) ? [] : readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

/** Bundles and tiles that no head of `size` records speaks of. */
function isBeyond(path: string, size: number): boolean {
  const [, what, level, rest] = /^(tile|pack)\/(?:(\d+|entries)\/)?(.+)$/.exec(path) ?? [];
  if (what === undefined || rest === undefined) return false;
  const [index, width] = rest.replaceAll('x', '').replace('.p/', '.').split('.');
  const place = Number(index?.replaceAll('/', ''));
  const unit = what === 'pack' || level === 'entries' || level === '0' ? tileWidth : tileWidth ** (Number(level) + 1);
  return width === undefined ? (place + 1) * unit > size : place * unit + (Number(width) * unit) / tileWidth > size;
}

/** The record still has them, so their files are written anew before the next head. */
function keyslotsThatWait(recordFile: string): ReadonlySet<string> {
  const sqlite = new Database(recordFile, { readonly: true });
  try {
    const kids = sqlite.prepare<[], Buffer>('SELECT kid FROM archive_keyslot').pluck().all();
    return new Set(kids.map((kid) => keyslotPath(kid)));
  } finally {
    sqlite.close();
  }
}

const [headerSize, frameHeaderSize] = [32, 24];

/** Behind the last commit: cut off somewhere, and then noise, or frames that were true once and stand in the wrong place. */
function tearLogOfWrites(path: string, random: Chance): void {
  const log = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  if (log.length < headerSize) return appendFileSync(path, Buffer.alloc(random(2 * headerSize), random(256)));
  const frame = frameHeaderSize + log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  let committed = headerSize;
  for (let at = headerSize; at + frame <= log.length && log.subarray(at + 8, at + 16).equals(salts); at += frame) if (log.readUInt32BE(at + 4) !== 0) committed = at + frame;
  const last = log.subarray(Math.max(headerSize, committed - (1 + random(3)) * frame), committed);
  const behind = random(2) === 0 ? last.subarray(0, 1 + random(last.length + 1)) : Buffer.alloc(1 + random(9_000), random(256));
  truncateSync(path, committed + random(log.length - committed + 1));
  appendFileSync(path, behind);
}
