import { deflateRawSync, inflateRawSync } from 'node:zlib';
import sodium from 'libsodium-wrappers';
import { dictionary1 } from './dictionary.ts';
import { boundSize, encodeLeaf, flagCommitted, flagFile, type Leaf, type LeafType } from './leaf.ts';
import { sha256 } from './tree.ts';

/** libsodium is usable when this resolves; everything in this file needs it. */
export const ready = (): Promise<void> => sodium.ready;

const keySize = 32;
const commitmentSize = 32;
const fileSize = 32;
const tagSize = 16;
const nothing = new Uint8Array();
const context = 'arcv1msg';
const messageKeyId = 1;
const nextChainKeyId = 2;
const zeroNonce = new Uint8Array(12); // a message key seals one text, ever
const dictionaryId = 1;
const dictionaries: Readonly<Record<number, { dictionary?: Uint8Array }>> = { 0: {}, [dictionaryId]: { dictionary: dictionary1 } };
/** Far above any event (64 KiB) and any fact; a body that inflates further was not written by us. */
const mostPlainBytes = 16 * 1024 * 1024;

const kidTag = Buffer.from('arc1/kid');
const commitTag = Buffer.from('arc1/commit');

/** What zlib sets aside for its output, in bytes: enough for most events, where 16 KiB for each would cost a quarter of its sealing. */
const roomFor = (length: number): number => Math.max(1024, Math.min(16_384, length));

export const newChainKey = (): Uint8Array => sodium.randombytes_buf(keySize);
/** The name of a chain: of its first key, so that a keyslot cannot be exchanged for another. */
export const kidOf = (chainKey: Uint8Array): Uint8Array => sha256(Buffer.concat([kidTag, chainKey])).subarray(0, 16);
const derive = (id: number, key: Uint8Array): Uint8Array => sodium.crypto_kdf_derive_from_key(keySize, id, context, key);
const commitmentOf = (messageKey: Uint8Array): Uint8Array => sha256(Buffer.concat([commitTag, messageKey]));

export type Sealed = { readonly leaf: Uint8Array; readonly body: Uint8Array };
export type Chain = {
  readonly kid: Uint8Array;
  /** Of the next record. */
  readonly n: number;
  /** `file` is the SHA-256 of the media file that the record is about; it stands before the sealed part, so that anyone sees whether the file is there. */
  seal(type: LeafType, timeMs: number, payload: Uint8Array, file?: Uint8Array): Sealed;
  /** The key is gone from this object; sealing again is an error. */
  destroy(): void;
};

/** A one-way chain over `chainKey`, which it takes for its own: every record has its own key, and the next key does not tell the last. */
export function createChain(chainKey: Uint8Array): Chain {
  const kid = kidOf(chainKey);
  let key = Uint8Array.from(chainKey);
  chainKey.fill(0);
  let n = 0;
  let alive = true;
  return {
    kid,
    get n() {
      return n;
    },
    seal(type, timeMs, payload, file) {
      if (!alive) throw new Error('the chain has ended');
      if (payload.length > mostPlainBytes) throw new RangeError('a payload has at most 16 MiB');
      const messageKey = derive(messageKeyId, key);
      const next = derive(nextChainKeyId, key);
      const flags = flagCommitted | (file ? flagFile : 0) | (dictionaryId << 8);
      const sealed = sealBody(messageKey, { type, flags, timeMs, kid, n }, payload, file ?? nothing);
      messageKey.fill(0);
      key.fill(0);
      key = next as Uint8Array<ArrayBuffer>;
      n++;
      return sealed;
    },
    destroy() {
      alive = false;
      key.fill(0);
    },
  };
}

function sealBody(messageKey: Uint8Array, head: Omit<Leaf, 'length' | 'hash'>, payload: Uint8Array, file: Uint8Array): Sealed {
  const packed = deflateRawSync(payload, { dictionary: dictionary1, chunkSize: roomFor(payload.length) });
  const length = file.length + commitmentSize + packed.length + tagSize;
  const leaf = encodeLeaf({ ...head, length, hash: new Uint8Array(fileSize) });
  const bound = file.length === 0 ? leaf.subarray(0, boundSize) : Buffer.concat([leaf.subarray(0, boundSize), file]);
  const box = sodium.crypto_aead_chacha20poly1305_ietf_encrypt(packed, bound, null, zeroNonce, messageKey);
  const body = Buffer.concat([file, commitmentOf(messageKey), box], length);
  leaf.set(sha256(body), boundSize);
  return { leaf, body };
}

export type Opened = { readonly ok: true; readonly payload: Uint8Array } | { readonly ok: false; readonly code: 'WRONG_KEY' | 'BODY_ALTERED' | 'BODY_UNREADABLE' };

/** The name of the media file that a record is about; undefined when it is about none. Needs no key. */
export const fileOf = (leaf: Uint8Array, body: Uint8Array): Uint8Array | undefined => (((leaf[3] ?? 0) & flagFile) !== 0 && body.length >= fileSize ? body.subarray(0, fileSize) : undefined);

/** Opens one body with its own key. `leaf` is the encoded one. */
export function openBody(messageKey: Uint8Array, leaf: Uint8Array, body: Uint8Array): Opened {
  const file = fileOf(leaf, body) ?? nothing;
  const sealedFrom = file.length + commitmentSize;
  if (body.length < sealedFrom + tagSize) return { ok: false, code: 'BODY_ALTERED' };
  if (!sodium.memcmp(body.subarray(file.length, sealedFrom), commitmentOf(messageKey))) return { ok: false, code: 'WRONG_KEY' };
  let packed: Uint8Array;
  try {
    const bound = file.length === 0 ? leaf.subarray(0, boundSize) : Buffer.concat([leaf.subarray(0, boundSize), file]);
    packed = sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, body.subarray(sealedFrom), bound, zeroNonce, messageKey);
  } catch {
    return { ok: false, code: 'BODY_ALTERED' };
  }
  const dictionary = dictionaries[leaf[2] ?? 0];
  if (!dictionary) return { ok: false, code: 'BODY_UNREADABLE' };
  try {
    return { ok: true, payload: inflateRawSync(packed, { ...dictionary, maxOutputLength: mostPlainBytes, chunkSize: Math.max(1024, Math.min(65536, 4 * packed.length)) }) };
  } catch {
    return { ok: false, code: 'BODY_UNREADABLE' };
  }
}

/** The keys of a chain from its first on, one after another. Whoever reads in order derives each once. */
export function* messageKeys(chainKey: Uint8Array): Generator<Uint8Array, never> {
  let key = chainKey;
  for (;;) {
    const next = derive(nextChainKeyId, key);
    yield derive(messageKeyId, key);
    key = next;
  }
}
