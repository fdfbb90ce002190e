import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hex, unhex, vector } from '../test/vectors.ts';
import { fixed } from '../vectors/fixed.ts';
import { closingRecord, decodeEntries, decodeLeaf, emptyRoot, encodeEntries, encodeLeaf, leafSize, LeafType, noKid, openingRecord, plainRecord, sha256, tilePath, keyslotPath, mediaPath, packPath, checkpointPath } from './index.ts';

const leaf = fc.record({
  type: fc.constantFrom(...Object.values(LeafType)), flags: fc.nat(0xffff), timeMs: fc.maxSafeNat(), kid: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  n: fc.nat(0xffffffff), length: fc.nat(0xffffffff), hash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
});

test('the committed vectors of leaves', () => {
  const leaves = vector<{ type: number; bytes: string }[]>('leaf');
  expect(fixed.leaf()).toEqual(leaves);
  for (const { bytes, type } of leaves) expect([hex(encodeLeaf(decodeLeaf(unhex(bytes))!)), unhex(bytes)[1]]).toEqual([bytes, type]);
});

test('a leaf is 68 bytes and is read back', () => {
  fc.assert(fc.property(leaf, (each) => {
    const bytes = encodeLeaf(each);
    expect(bytes).toHaveLength(leafSize);
    expect(decodeLeaf(bytes)).toEqual(each);
  }));
});

test('bytes of another length, version or type are no leaf', () => {
  const bytes = encodeLeaf({ type: LeafType.event, flags: 1, timeMs: 1, kid: noKid, n: 0, length: 0, hash: emptyRoot });
  for (const [at, value] of [[0, 0], [0, 2], [1, 0], [1, 19], [1, 255]] as const) expect(decodeLeaf(Uint8Array.from(bytes, (byte, n) => (n === at ? value : byte)))).toBeUndefined();
  expect(decodeLeaf(bytes.subarray(1))).toBeUndefined();
  expect(decodeLeaf(Buffer.concat([bytes, Buffer.of(0)]))).toBeUndefined();
});

test('entries are read back as far as they are whole', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 20 }), fc.nat(), (entries, cut) => {
      const bytes = encodeEntries(entries);
      expect(decodeEntries(bytes).map(hex)).toEqual(entries.map(hex));
      const part = decodeEntries(bytes.subarray(0, cut % (bytes.length + 1)));
      expect(part.map(hex)).toEqual(entries.slice(0, part.length).map(hex));
    }),
  );
});

test('records without a key say what they stand for', () => {
  const [kid, slot] = [Buffer.alloc(16, 3), Buffer.from('slot')];
  expect(decodeLeaf(openingRecord(5, kid, slot).leaf)).toEqual({ type: LeafType.epochOpen, flags: 0, timeMs: 5, kid: Uint8Array.from(kid), n: 0, length: 0, hash: Uint8Array.from(sha256(slot)) });
  expect(decodeLeaf(closingRecord(6, kid, 7).leaf)).toMatchObject({ type: LeafType.epochClose, n: 7, length: 0, hash: Uint8Array.from(emptyRoot) });
  const plain = plainRecord(LeafType.config, 8, 'ёж');
  expect(decodeLeaf(plain.leaf)).toMatchObject({ type: LeafType.config, kid: noKid, length: 4, hash: Uint8Array.from(sha256(Buffer.from('ёж'))) });
});

test('files are where the specification says', () => {
  expect([tilePath(0, 0), tilePath(0, 999), tilePath(1, 1000), tilePath(0, 1_234_067), tilePath('entries', 1_234_067, 8), tilePath(0, 5, 256)]).toEqual([
    'tile/0/000', 'tile/0/999', 'tile/1/x001/000', 'tile/0/x001/x234/067', 'tile/entries/x001/x234/067.p/8', 'tile/0/005',
  ]);
  expect([packPath(1000, 3), keyslotPath(Buffer.alloc(16, 10)), mediaPath(Buffer.alloc(32, 11)), checkpointPath(77)]).toEqual(['pack/x001/000.p/3', `keys/${'0a'.repeat(16)}.age`, `media/${'0b'.repeat(32)}.age`, 'cp/77']);
});
