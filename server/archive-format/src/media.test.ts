import { randomBytes } from 'node:crypto';
import { Decrypter, Encrypter } from 'age-encryption';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { unbase64, vector } from '../test/vectors.ts';
import { createAgeWriter, createMediaFile, newIdentity, openAge, recipientOf } from './index.ts';

let identity: string;
let recipient: string;
beforeAll(async () => {
  identity = await newIdentity({ postQuantum: false });
  recipient = await recipientOf(identity);
});

const chunk = 64 * 1024;
async function written(plain: Uint8Array, piece = 50_000): Promise<Buffer> {
  const writer = createAgeWriter([recipient]);
  const parts = [await writer.header()];
  for (let at = 0; at < plain.length; at += piece) parts.push(writer.update(plain.subarray(at, at + piece)));
  return Buffer.concat([...parts, writer.final()]);
}
async function* inPieces(bytes: Uint8Array, piece: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}
async function read(file: Uint8Array, { with: key = identity, piece = 70_001 } = {}): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of openAge(inPieces(file, piece), key)) parts.push(part);
  return Buffer.concat(parts);
}
const sizes = [0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 2 * chunk + 1, 300_000];

test.each(sizes)('%i bytes are read back, by us and by the library', async (size) => {
  const plain = randomBytes(size);
  const file = await written(plain);
  expect((await read(file)).equals(plain)).toBe(true);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  expect(Buffer.from(await decrypter.decrypt(file)).equals(plain)).toBe(true);
});

test.each(sizes)('%i bytes that the library wrote are read', async (size) => {
  const plain = randomBytes(size);
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  expect((await read(await encrypter.encrypt(plain))).equals(plain)).toBe(true);
});

test('in whatever pieces it comes and goes', async () => {
  const plain = randomBytes(2 * chunk + 77);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 300, max: 200_000 }), fc.integer({ min: 300, max: 200_000 }), async (out, back) => {
      expect((await read(await written(plain, out), { piece: back })).equals(plain)).toBe(true);
    }),
    { numRuns: 15 },
  );
});

test('a file that is cut, at a chunk or within one, or extended, is told; what came before was right', async () => {
  const plain = randomBytes(2 * chunk + 100);
  const file = await written(plain);
  const head = file.length - 2 * (chunk + 16) - 116;
  for (const length of [10, head, head + 10, head + chunk + 16, head + 2 * (chunk + 16), file.length - 1]) await expect(read(file.subarray(0, length))).rejects.toThrow(RangeError);
  await expect(read(Buffer.concat([file, Buffer.of(0)]))).rejects.toThrow('MEDIA_ALTERED');
  const whole = await written(randomBytes(chunk));
  await expect(read(Buffer.concat([whole, randomBytes(16)]))).rejects.toThrow(RangeError);
});

test('a flipped byte is told', async () => {
  const file = await written(randomBytes(chunk + 100));
  for (const at of [0, 40, 120, 250, chunk, file.length - 1]) await expect(read(Buffer.from(file.map((byte, n) => (n === at ? byte ^ 1 : byte))))).rejects.toThrow(RangeError);
});

test('it opens for its recipients alone', async () => {
  await expect(read(await written(Buffer.from('x')), { with: await newIdentity({ postQuantum: false }) })).rejects.toThrow('NOT_MINE');
});

test.each([false, true])('a file of a message has a key of its own (post-quantum: %s)', async (postQuantum) => {
  const { identity: own, writer } = await createMediaFile({ postQuantum });
  const file = Buffer.concat([await writer.header(), writer.update(Buffer.from('photo')), writer.final()]);
  expect((await read(file, { with: own })).toString()).toBe('photo');
  await expect(read(file)).rejects.toThrow('NOT_MINE');
});

type MediaVector = { size: number; repeated: string; identity: string; file: string }[];
test.each(vector<MediaVector>('media'))('the committed file of $size bytes', async ({ size, repeated, identity: key, file }) => {
  expect((await read(unbase64(file), { with: key })).equals(Buffer.alloc(size, repeated))).toBe(true);
});
