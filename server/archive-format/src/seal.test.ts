import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import sodium from 'libsodium-wrappers';
import { beforeAll, expect, test } from 'vitest';
import { hex, unhex, vector } from '../test/vectors.ts';
import { fixed } from '../vectors/fixed.ts';
import { boundSize, createChain, decodeLeaf, dictionary1, encodeLeaf, fileOf, flagFile, kidOf, LeafType, messageKeys, newChainKey, openBody, ready, sha256, type Sealed } from './index.ts';

beforeAll(ready);

type SealVector = ReturnType<(typeof fixed)['seal']>;

function sealed(payloads: readonly (string | Uint8Array)[], file?: Uint8Array): { keys: Uint8Array[]; records: Sealed[]; kid: Uint8Array } {
  const chainKey = newChainKey();
  const keys = messageKeys(Uint8Array.from(chainKey));
  const chain = createChain(chainKey);
  const records = payloads.map((payload) => chain.seal(file ? LeafType.media : LeafType.event, 1, Buffer.from(payload), file));
  return { keys: records.map(() => keys.next().value), records, kid: chain.kid };
}
const flip = (bytes: Uint8Array, at: number): Uint8Array => Uint8Array.from(bytes, (byte, n) => (n === at ? byte ^ 1 : byte));

test('the committed vectors open', () => {
  const { records, chainKey, kid, dictionary1: dictionary } = vector<SealVector>('seal');
  expect([hex(kidOf(unhex(chainKey))), hex(dictionary1)]).toEqual([kid, dictionary]);
  const keys = messageKeys(unhex(chainKey));
  for (const [n, { leaf, body, payload, messageKey, type, timeMs, file }] of records.entries()) {
    const key = keys.next().value;
    expect(hex(key)).toBe(messageKey);
    const opened = openBody(key, unhex(leaf), unhex(body));
    expect(opened.ok && Buffer.from(opened.payload).toString()).toBe(payload);
    expect(decodeLeaf(unhex(leaf))).toMatchObject({ type, timeMs, n, kid: unhex(kid), length: body.length / 2, hash: Uint8Array.from(sha256(unhex(body))) });
    expect(fileOf(unhex(leaf), unhex(body))?.length).toBe(file ? 32 : undefined);
  }
});

/** Deflate may pack otherwise in another release of Node; everything else is fixed. */
test('and come out the same when they are made again', () => {
  const { records } = vector<SealVector>('seal');
  for (const [n, made] of fixed.seal().records.entries()) expect({ ...made, body: made.body.slice(0, 64), leaf: made.leaf.slice(0, 64) }).toEqual({ ...records[n], body: records[n]!.body.slice(0, 64), leaf: records[n]!.leaf.slice(0, 64) });
});

test('whatever is sealed is opened with its own key and by no other', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 3000 }), { minLength: 2, maxLength: 5 }), (payloads) => {
      const { keys, records } = sealed(payloads);
      for (const [n, { leaf, body }] of records.entries()) {
        const opened = openBody(keys[n]!, leaf, body);
        expect(opened.ok && hex(opened.payload)).toBe(hex(payloads[n]!));
        expect(openBody(keys[(n + 1) % keys.length]!, leaf, body)).toEqual({ ok: false, code: 'WRONG_KEY' });
      }
    }),
    { numRuns: 30 },
  );
});

test('no byte of a body, nor of what it is bound to, can be altered', () => {
  for (const file of [undefined, sha256(Buffer.from('file'))]) {
    const { keys: [key], records: [record] } = sealed(['{"k":"event"}'], file);
    for (let at = 0; at < record!.body.length; at++) expect(openBody(key!, record!.leaf, flip(record!.body, at)).ok).toBe(false);
    for (let at = 0; at < boundSize; at++) expect(openBody(key!, flip(record!.leaf, at), record!.body).ok, `byte ${at}`).toBe(false);
    for (let length = 0; length < record!.body.length; length += 7) expect(openBody(key!, record!.leaf, record!.body.subarray(0, length)).ok).toBe(false);
  }
});

test('a key that opens a ciphertext to something else is not believed: the body commits to its key', () => {
  const { records: [record], keys } = sealed(['{"k":"event"}', 'x']);
  const forged = Buffer.concat([record!.body.subarray(0, 32), sealed(['other']).records[0]!.body.subarray(32)]);
  expect(openBody(keys[1]!, record!.leaf, forged)).toEqual({ ok: false, code: 'WRONG_KEY' });
});

test('numbers go up from nought, keys never come back, and an ended chain seals nothing', () => {
  const chainKey = newChainKey();
  const chain = createChain(chainKey);
  expect(chainKey.every((byte) => byte === 0)).toBe(true); // the chain has taken it
  const leaves = [1, 2, 3].map(() => decodeLeaf(chain.seal(LeafType.event, 1, Buffer.from('x')).leaf)!);
  expect([leaves.map(({ n }) => n), chain.n]).toEqual([[0, 1, 2], 3]);
  expect(new Set(leaves.map(({ hash }) => hex(hash))).size).toBe(3);
  chain.destroy();
  expect(() => chain.seal(LeafType.event, 1, Buffer.from('x'))).toThrow('the chain has ended');
});

test('the name of a media file stands in clear and is bound to the record', () => {
  const name = sha256(Buffer.from('file'));
  const { keys: [key], records: [record] } = sealed(['{}'], name);
  expect([hex(fileOf(record!.leaf, record!.body)!), decodeLeaf(record!.leaf)!.flags & flagFile]).toEqual([hex(name), flagFile]);
  expect(fileOf(sealed(['{}']).records[0]!.leaf, record!.body)).toBeUndefined();
  const other = Buffer.concat([sha256(Buffer.from('other')), record!.body.subarray(32)]);
  expect(openBody(key!, record!.leaf, other)).toEqual({ ok: false, code: 'BODY_ALTERED' });
});

test('sealing adds at most 130 bytes to the compressed event', () => {
  for (const size of [0, 1, 600, 60_000]) {
    const payload = Buffer.from(JSON.stringify({ k: 'event', at: 1, event: { content: { body: 'письмо '.repeat(size / 12) } } }));
    const { records: [record] } = sealed([payload]);
    expect(record!.body.length + record!.leaf.length + 2 - deflateRawSync(payload, { dictionary: dictionary1 }).length).toBeLessThanOrEqual(130);
  }
});

test('what inflates beyond all bounds, or names an unknown dictionary, is not read', () => {
  const key = newChainKey();
  const bomb = (flags: number, plain: Uint8Array): { leaf: Uint8Array; body: Uint8Array } => {
    const packed = deflateRawSync(plain);
    const leaf = encodeLeaf({ type: LeafType.event, flags, timeMs: 1, kid: kidOf(key), n: 0, length: 48 + packed.length, hash: new Uint8Array(32) });
    return { leaf, body: Buffer.concat([sha256(Buffer.concat([Buffer.from('arc1/commit'), key])), sodium.crypto_aead_chacha20poly1305_ietf_encrypt(packed, leaf.subarray(0, boundSize), null, new Uint8Array(12), key)]) };
  };
  const opened = (flags: number, plain: Uint8Array): string => {
    const { leaf, body } = bomb(flags, plain);
    const result = openBody(key, leaf, body);
    return result.ok ? 'ok' : result.code;
  };
  expect([opened(0x0001, Buffer.from('x')), opened(0x0001, Buffer.alloc(17 * 1024 * 1024)), opened(0x0201, Buffer.from('x'))]).toEqual(['ok', 'BODY_UNREADABLE', 'BODY_UNREADABLE']);
  expect(() => sealed([Buffer.alloc(17 * 1024 * 1024)])).toThrow(RangeError);
});
