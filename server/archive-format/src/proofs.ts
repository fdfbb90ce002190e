import { equal } from './bytes.ts';
import { hashesIn, nodeHash, rootOf, tileWidth, type Hash } from './tree.ts';

/** The bytes of one tile, `width` hashes wide. Rejects when it is not there. */
export type ReadTile = (level: number, index: number, width: number) => Promise<Uint8Array>;

const isPowerOfTwo = (value: number): boolean => 2 ** Math.round(Math.log2(value)) === value;
function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

/** The hash over leaves [low, high) of a tree of `size`, from its tiles. */
export async function subtreeHash(low: number, high: number, size: number, read: ReadTile): Promise<Hash> {
  const count = high - low;
  if (!isPowerOfTwo(count) || low % count !== 0) {
    const split = splitOf(count);
    return nodeHash(await subtreeHash(low, low + split, size, read), await subtreeHash(low + split, high, size, read));
  }
  let level = 0;
  let unit = 1;
  while (unit * tileWidth <= count) {
    unit *= tileWidth;
    level++;
  }
  const first = low / unit;
  const index = Math.floor(first / tileWidth);
  const width = Math.min(tileWidth, Math.floor(size / unit) - index * tileWidth);
  const hashes = hashesIn(await read(level, index, width));
  return rootOf(hashes.slice(first % tileWidth, (first % tileWidth) + count / unit));
}

/** RFC 6962 §2.1.1: the audit path of leaf `index` in a tree of `size`. */
export async function inclusionProof(index: number, size: number, read: ReadTile): Promise<Hash[]> {
  if (index >= size) throw new RangeError('there is no such leaf');
  const path: Hash[] = [];
  let low = 0;
  let high = size;
  while (high - low > 1) {
    const split = low + splitOf(high - low);
    if (index < split) {
      path.push(await subtreeHash(split, high, size, read));
      high = split;
    } else {
      path.push(await subtreeHash(low, split, size, read));
      low = split;
    }
  }
  return path.reverse();
}

/** RFC 6962 §2.1.2: that the tree of `size` begins with the tree of `oldSize`. Empty when they are the same or one is empty. */
export async function consistencyProof(oldSize: number, size: number, read: ReadTile): Promise<Hash[]> {
  if (oldSize > size) throw new RangeError('a tree has no proof for a larger one');
  if (oldSize === 0 || oldSize === size) return [];
  const proof: Hash[] = [];
  let low = 0;
  let high = size;
  let wholeOld = true;
  for (;;) {
    if (high === oldSize) {
      if (!wholeOld) proof.push(await subtreeHash(low, high, size, read));
      return proof.reverse();
    }
    const split = low + splitOf(high - low);
    if (oldSize <= split) {
      proof.push(await subtreeHash(split, high, size, read));
      high = split;
    } else {
      proof.push(await subtreeHash(low, split, size, read));
      low = split;
      wholeOld = false;
    }
  }
}

const half = (value: number): number => Math.floor(value / 2);

/** RFC 9162 §2.1.3.2. */
export function verifyInclusion(leaf: Hash, index: number, size: number, proof: readonly Hash[], root: Hash): boolean {
  if (index < 0 || index >= size) return false;
  let at = index;
  let last = size - 1;
  let current = leaf;
  for (const hash of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      current = nodeHash(hash, current);
      while (at % 2 === 0 && at !== 0) {
        at = half(at);
        last = half(last);
      }
    } else current = nodeHash(current, hash);
    at = half(at);
    last = half(last);
  }
  return last === 0 && equal(current, root);
}

/** RFC 9162 §2.1.4.2. */
export function verifyConsistency(oldSize: number, size: number, oldRoot: Hash, root: Hash, proof: readonly Hash[]): boolean {
  if (oldSize > size || oldSize < 0) return false;
  if (oldSize === size) return proof.length === 0 && equal(oldRoot, root);
  if (oldSize === 0) return proof.length === 0;
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : [...proof];
  let at = oldSize - 1;
  let last = size - 1;
  while (at % 2 === 1) {
    at = half(at);
    last = half(last);
  }
  const [first, ...rest] = path;
  if (first === undefined) return false;
  let old = first;
  let current = first;
  for (const hash of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      old = nodeHash(hash, old);
      current = nodeHash(hash, current);
      while (at % 2 === 0 && at !== 0) {
        at = half(at);
        last = half(last);
      }
    } else current = nodeHash(current, hash);
    at = half(at);
    last = half(last);
  }
  return last === 0 && equal(old, oldRoot) && equal(current, root);
}
