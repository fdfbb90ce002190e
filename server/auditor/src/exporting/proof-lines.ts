import { inclusionProof, nodeHash, tilePath, tileWidth, type Hash, type ReadTile } from '@holdfast/archive-format';
import type { Source } from '../archive-copy/index.ts';
import { AuditorError } from '../auditor-error.ts';
import type { OpenedRecord } from '../opening/index.ts';

const mostTiles = 512;
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Tiles of a log of `size` records out of the copy; a tile that has grown since still begins with the same hashes. */
export function tileReader(copy: Source): ReadTile {
  const held = new Map<string, Uint8Array>();
  return async (level, index, width) => {
    const path = tilePath(level, index, width);
    const known = held.get(path);
    if (known) return known;
    const bytes = (await copy.read(path)) ?? (width === tileWidth ? undefined : await copy.read(tilePath(level, index)));
    if (!bytes || bytes.length < width * 32) throw new AuditorError('ARCHIVE_INCOMPLETE', `the copy lacks ${path}`, 'Run `holdfast-auditor sync`: it copies what is missing.');
    if (held.size >= mostTiles) held.clear();
    const tile = bytes.subarray(0, width * 32);
    held.set(path, tile);
    return tile;
  };
}

/**
 * A record as it was sealed: the payload's own bytes stand behind `"payload":`, so that nothing is lost by reading and
 * writing them again. A payload that is no single line of JSON stands as text.
 */
export function recordLine({ index, leaf, payload }: OpenedRecord): string {
  const text = Buffer.from(payload).toString('utf8');
  const head = `{"index":${index},"type":${leaf.type},"timeMs":${leaf.timeMs},`;
  return isOneLineJson(text) ? `${head}"payload":${text}}\n` : `${head}"payloadText":${JSON.stringify(text)}}\n`;
}
function isOneLineJson(text: string): boolean {
  if (/[\r\n]/u.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Paths of records to the head of a log of `size`. Above a full bundle they are the same for all of its records, and within
 * it the hashes between are computed once: records come in order.
 */
export function createProver(size: number, read: ReadTile): (index: number) => Promise<readonly Hash[]> {
  let held: { bundle: number; levels: Hash[][]; above: readonly Hash[] } | undefined;
  return async (index) => {
    const bundle = Math.floor(index / tileWidth);
    if ((bundle + 1) * tileWidth > size) return inclusionProof(index, size, read);
    if (held?.bundle !== bundle) {
      const tile = await read(0, bundle, tileWidth);
      const levels: Hash[][] = [Array.from({ length: tileWidth }, (_, n) => tile.subarray(32 * n, 32 * n + 32))];
      while ((levels.at(-1)?.length ?? 0) > 1) levels.push(pairs(levels.at(-1) ?? []));
      held = { bundle, levels, above: (await inclusionProof(bundle * tileWidth, size, read)).slice(levels.length - 1) };
    }
    const at = index % tileWidth;
    return [...held.levels.slice(0, -1).map((hashes, level) => hashes[(at >> level) ^ 1] as Hash), ...held.above];
  };
}
const pairs = (hashes: readonly Hash[]): Hash[] => Array.from({ length: hashes.length / 2 }, (_, n) => nodeHash(hashes[2 * n] as Hash, hashes[2 * n + 1] as Hash));

/** What shows that a record is in the log and says just this: its leaf, its sealed body, its own key, its path to the head. */
export const proofLine = ({ index, leafBytes, body, messageKey }: OpenedRecord, proof: readonly Hash[]): string =>
  `${JSON.stringify({ index, leaf: base64(leafBytes), body: base64(body), key: messageKey === null ? null : base64(messageKey), proof: proof.map(base64) })}\n`;
