import { hash } from 'node:crypto';

/** RFC 6962 §2.1, in tiles of 256 hashes (C2SP tlog-tiles). Pure: what is to be written is returned. */
export type Hash = Uint8Array;
/** A tile to be written. `width` is missing from a full one. */
export type Tile = { readonly level: number; readonly index: number; readonly width?: number; readonly bytes: Uint8Array };

export const tileWidth = 256;
const hashSize = 32;

/** As text of one byte a character: Node makes a string three times as fast as a Buffer, and hashes are most of the work here. */
export const sha256Latin1 = (bytes: Uint8Array): string => hash('sha256', bytes, 'binary');
export const sha256 = (bytes: Uint8Array): Hash => Buffer.from(sha256Latin1(bytes), 'latin1');
export const emptyRoot: Hash = sha256(new Uint8Array());

export function leafHash(entry: Uint8Array): Hash {
  const bytes = Buffer.allocUnsafe(entry.length + 1);
  bytes[0] = 0;
  bytes.set(entry, 1);
  return sha256(bytes);
}

const pair = Buffer.alloc(1 + 2 * hashSize);
pair[0] = 1;
export function nodeHash(left: Hash, right: Hash): Hash {
  pair.set(left, 1);
  pair.set(right, 1 + hashSize);
  return sha256(pair);
}

/** The root over a full tile; the same as `rootOf` over its hashes, without an object for each. */
export function rootOfTile(tile: Buffer): Hash {
  let below = tile;
  for (let count = tileWidth / 2; count >= 1; count /= 2) {
    const level: string[] = [];
    for (let n = 0; n < count; n++) {
      below.copy(pair, 1, n * 2 * hashSize, (n + 1) * 2 * hashSize);
      level.push(sha256Latin1(pair));
    }
    below = Buffer.from(level.join(''), 'latin1');
  }
  return Uint8Array.from(below);
}

/** The root over 1…256 hashes, as RFC 6962 splits them. */
export function rootOf(hashes: readonly Hash[]): Hash {
  const [first] = hashes;
  if (first === undefined) return emptyRoot;
  if (hashes.length === 1) return first;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return nodeHash(rootOf(hashes.slice(0, split)), rootOf(hashes.slice(split)));
}

export const hashesIn = (tile: Uint8Array): Hash[] => Array.from({ length: Math.floor(tile.length / hashSize) }, (_, at) => tile.subarray(at * hashSize, (at + 1) * hashSize));

/** Perfect subtrees of the right edge, largest first. */
function peaks(hashes: readonly Hash[]): Hash[] {
  const found: Hash[] = [];
  let at = 0;
  for (let size = tileWidth / 2; size >= 1; size /= 2) {
    if (hashes.length - at < size) continue;
    found.push(rootOf(hashes.slice(at, at + size)));
    at += size;
  }
  return found;
}

export type Tree = ReturnType<typeof createTree>;

/** A tree that grows at its right edge. `edge` is what `snapshot` of the same size gave; without it the tree is empty. */
export function createTree({ size: from, edge }: { size: number; edge?: Uint8Array } = { size: 0 }) {
  let size = from;
  const levels: Hash[][] = edge ? readEdge(edge) : [[]];
  if (levels.reduce((sum, hashes, level) => sum + hashes.length * tileWidth ** level, 0) !== size) throw new RangeError('the edge is that of a tree of another size');

  return {
    /** Takes the next leaf's hash; returns the tiles that it completed. */
    append(leaf: Hash): Tile[] {
      const full: Tile[] = [];
      size++;
      let next = leaf;
      for (let level = 0; ; level++) {
        const hashes = (levels[level] ??= []);
        hashes.push(next);
        if (hashes.length < tileWidth) return full;
        full.push({ level, index: Math.floor((size - 1) / tileWidth ** (level + 1)), bytes: Buffer.concat(hashes) });
        next = rootOf(hashes);
        levels[level] = [];
      }
    },
    /** The tiles of the right edge that are not full. */
    partials(): Tile[] {
      return levels.flatMap((hashes, level) => (hashes.length === 0 ? [] : [{ level, index: Math.floor(size / tileWidth ** (level + 1)), width: hashes.length, bytes: Buffer.concat(hashes) }]));
    },
    root(): Hash {
      let root: Hash | undefined;
      for (const hashes of levels) for (const peak of peaks(hashes).reverse()) root = root === undefined ? peak : nodeHash(peak, root);
      return root ?? emptyRoot;
    },
    size: () => size,
    /** The right edge, to go on from after a restart. */
    snapshot(): Uint8Array {
      return Buffer.concat(levels.flatMap((hashes) => [Buffer.of(hashes.length), ...hashes]));
    },
  };
}

function readEdge(edge: Uint8Array): Hash[][] {
  const levels: Hash[][] = [];
  for (let at = 0; at < edge.length; ) {
    const count = edge[at] ?? 0;
    const end = at + 1 + count * hashSize;
    if (end > edge.length) throw new RangeError('the edge of the tree is cut short');
    levels.push(hashesIn(Uint8Array.from(edge.subarray(at + 1, end))));
    at = end;
  }
  return levels.length === 0 ? [[]] : levels;
}
