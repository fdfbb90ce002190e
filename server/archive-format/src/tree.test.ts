import { hash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hex, vector } from '../test/vectors.ts';
import { treeVectors } from '../vectors/fixed.ts';
import { hashesIn, rootOf, rootOfTile } from './tree.ts';
import { consistencyProof, createTree, emptyRoot, inclusionProof, leafHash, tilePath, verifyConsistency, verifyInclusion, type Hash, type ReadTile, type Tree } from './index.ts';

/** RFC 6962 §2.1 as it is written there. */
const digest = (...parts: (number | Uint8Array)[]): Buffer => hash('sha256', Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : part))), 'buffer');
function mth(entries: readonly Uint8Array[]): Buffer {
  if (entries.length === 0) return digest();
  if (entries.length === 1) return digest(0, entries[0]!);
  const k = splitOf(entries.length);
  return digest(1, mth(entries.slice(0, k)), mth(entries.slice(k)));
}
const splitOf = (n: number): number => {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
};
function path(m: number, entries: readonly Uint8Array[]): Buffer[] {
  if (entries.length === 1) return [];
  const k = splitOf(entries.length);
  return m < k ? [...path(m, entries.slice(0, k)), mth(entries.slice(k))] : [...path(m - k, entries.slice(k)), mth(entries.slice(0, k))];
}
function proof(m: number, entries: readonly Uint8Array[], isWhole = true): Buffer[] {
  if (m === entries.length) return isWhole ? [] : [mth(entries)];
  const k = splitOf(entries.length);
  return m <= k ? [...proof(m, entries.slice(0, k), isWhole), mth(entries.slice(k))] : [...proof(m - k, entries.slice(k), false), mth(entries.slice(0, k))];
}

const entriesOf = (size: number): Buffer[] => Array.from({ length: size }, (_, n) => Buffer.from(`entry ${n}`));
function grow(entries: readonly Uint8Array[], from: Tree = createTree()): { tree: Tree; read: ReadTile; tiles: Map<string, Uint8Array> } {
  const tiles = new Map<string, Uint8Array>();
  for (const entry of entries) for (const { level, index, bytes } of from.append(leafHash(entry))) tiles.set(tilePath(level, index), bytes);
  for (const { level, index, width, bytes } of from.partials()) tiles.set(tilePath(level, index, width), bytes);
  const read: ReadTile = async (level, index, width) => {
    const found = tiles.get(tilePath(level, index, width));
    if (!found) throw new Error(`no tile ${level}/${index} of ${width}`);
    return found;
  };
  return { tree: from, read, tiles };
}
const size = fc.integer({ min: 1, max: 700 });
const flip = (bytes: Hash, at: number): Hash => Uint8Array.from(bytes, (byte, n) => (n === at ? byte ^ 1 : byte));

test('the root is that of RFC 6962, for every size', () => {
  fc.assert(fc.property(size, (n) => void expect(hex(grow(entriesOf(n)).tree.root())).toBe(hex(mth(entriesOf(n))))), { numRuns: 60 });
  expect(hex(createTree().root())).toBe(hex(emptyRoot));
});

test('entries may be anything, also nothing', () => {
  fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 40 }), (entries) => void expect(hex(grow(entries).tree.root())).toBe(hex(mth(entries)))));
});

test('a tree that goes on from its right edge is the same tree', () => {
  fc.assert(
    fc.property(size, size, (a, b) => {
      const entries = entriesOf(a + b);
      const before = grow(entries.slice(0, a)).tree;
      const after = grow(entries.slice(a), createTree({ size: a, edge: before.snapshot() })).tree;
      expect([after.size(), hex(after.root()), hex(after.snapshot())]).toEqual([a + b, hex(grow(entries).tree.root()), hex(grow(entries).tree.snapshot())]);
    }),
    { numRuns: 40 },
  );
});

test('a right edge that is cut short, or is another tree’s, is refused', () => {
  const { tree } = grow(entriesOf(300));
  expect(() => createTree({ size: 300, edge: tree.snapshot().subarray(0, -1) })).toThrow(RangeError);
  expect(() => createTree({ size: 299, edge: tree.snapshot() })).toThrow(RangeError);
});

test('every leaf of every tree has the audit path of RFC 6962, which shows it and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(size, fc.nat(), fc.nat(31), async (n, at, bit) => {
      const index = at % n;
      const { tree, read } = grow(entriesOf(n));
      const found = await inclusionProof(index, n, read);
      expect(found.map(hex)).toEqual(path(index, entriesOf(n)).map(hex));
      const leaf = leafHash(Buffer.from(`entry ${index}`));
      expect(verifyInclusion(leaf, index, n, found, tree.root())).toBe(true);
      expect(verifyInclusion(flip(leaf, bit), index, n, found, tree.root())).toBe(false);
      expect(verifyInclusion(leaf, index, n, found, flip(tree.root(), bit))).toBe(false);
      expect(verifyInclusion(leaf, index, n, [...found, leaf], tree.root())).toBe(false);
      if (found.length > 0) expect(verifyInclusion(leaf, index, n, found.slice(1), tree.root())).toBe(false);
      if (n > 1) expect(verifyInclusion(leaf, (index + 1) % n, n, found, tree.root())).toBe(false);
      expect(verifyInclusion(leaf, n, n, found, tree.root())).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test('every tree begins with every smaller one, as RFC 6962 proves it', async () => {
  await fc.assert(
    fc.asyncProperty(size, size, fc.nat(31), async (a, b, bit) => {
      const [m, n] = [Math.min(a, b), Math.max(a, b)];
      const [old, now] = [grow(entriesOf(m)).tree.root(), grow(entriesOf(n))];
      const found = await consistencyProof(m, n, now.read);
      expect(found.map(hex)).toEqual(proof(m, entriesOf(n)).map(hex));
      expect(verifyConsistency(m, n, old, now.tree.root(), found)).toBe(true);
      expect(verifyConsistency(m, n, flip(old, bit), now.tree.root(), found)).toBe(false);
      if (m < n) expect(verifyConsistency(m, n, old, flip(now.tree.root(), bit), found)).toBe(false);
      expect(verifyConsistency(m, n, old, now.tree.root(), [...found, old])).toBe(false);
      if (found.length > 0) expect(verifyConsistency(m, n, old, now.tree.root(), found.slice(1))).toBe(false);
      if (m < n) expect(verifyConsistency(n, m, now.tree.root(), old, found)).toBe(false);
    }),
    { numRuns: 80 },
  );
});

test('a proof that cannot be is an error of whoever asks', async () => {
  const { read } = grow(entriesOf(5));
  await expect(consistencyProof(6, 5, read)).rejects.toThrow(RangeError);
  await expect(inclusionProof(5, 5, read)).rejects.toThrow(RangeError);
});

test('a full tile has one root, whichever way it is reckoned', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (seed) => {
    const tile = Buffer.concat(Array.from({ length: 256 }, (_, n) => leafHash(Buffer.concat([seed, Buffer.of(n)]))));
    expect(hex(rootOfTile(tile))).toBe(hex(rootOf(hashesIn(tile))));
  }), { numRuns: 5 });
});

test('tiles, full and partial, of all levels are where C2SP says', () => {
  const { tiles } = grow(entriesOf(256 * 3 + 9));
  expect([...tiles].map(([name, bytes]) => `${name} ${bytes.length / 32}`).sort()).toEqual(['tile/0/000 256', 'tile/0/001 256', 'tile/0/002 256', 'tile/0/003.p/9 9', 'tile/1/000.p/3 3']);
  const level2 = createTree({ size: 256 * 256 - 1, edge: Buffer.concat([Buffer.of(255), Buffer.alloc(255 * 32), Buffer.of(255), Buffer.alloc(255 * 32)]) });
  expect(level2.append(Buffer.alloc(32)).map(({ level, index, bytes }) => [level, index, bytes.length])).toEqual([[0, 255, 8192], [1, 0, 8192]]);
  expect(level2.partials().map(({ level, index, width }) => [level, index, width])).toEqual([[2, 0, 1]]);
});

test('the committed vectors of the tree', async () => expect(await treeVectors()).toEqual(vector('tree')));
