import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Decrypter, Encrypter, generateHybridIdentity, generateX25519Identity, identityToRecipient, type Recipient } from 'age-encryption';

/**
 * A file as it streams, in the age format (C2SP age, "Payload"): chunks of 64 KiB under ChaCha20-Poly1305, each nonce a
 * counter and a mark of the last. Node's own cipher does it several times faster than the library that writes the header.
 */
const chunkSize = 64 * 1024;
const tagSize = 16;

function nonceOf(counter: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(counter, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

function sealChunk(key: Uint8Array, counter: number, isLast: boolean, chunk: Uint8Array): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', key, nonceOf(counter, isLast), { authTagLength: tagSize });
  return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
}

const payloadKey = (fileKey: Uint8Array, nonce: Uint8Array): Uint8Array => new Uint8Array(hkdfSync('sha256', fileKey, nonce, 'payload', 32));

/** The header that gives `recipients` the file key; found by writing an empty file and keeping its head. */
async function headerFor(recipients: readonly string[]): Promise<{ header: Uint8Array; fileKey: Uint8Array }> {
  let fileKey: Uint8Array | undefined;
  const listening: Recipient = {
    wrapFileKey(key) {
      fileKey = Uint8Array.from(key);
      return [];
    },
  };
  const encrypter = new Encrypter();
  encrypter.addRecipient(listening);
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const file = Buffer.from(await encrypter.encrypt(new Uint8Array()));
  const mac = file.indexOf('\n--- ');
  const end = file.indexOf('\n', mac + 1) + 1;
  if (!fileKey || mac < 0 || end <= 0) throw new Error('the library wrote a header that is none');
  return { header: file.subarray(0, end), fileKey };
}

export type MediaWriter = {
  /** First, once. */
  header(): Promise<Uint8Array>;
  update(part: Uint8Array): Uint8Array;
  final(): Uint8Array;
};

/** To any age recipients. */
export function createAgeWriter(recipients: readonly string[]): MediaWriter {
  let key: Uint8Array | undefined;
  let counter = 0;
  let held: Buffer = Buffer.alloc(0);
  return {
    async header() {
      const { header, fileKey } = await headerFor(recipients);
      const nonce = randomBytes(16);
      key = payloadKey(fileKey, nonce);
      return Buffer.concat([header, nonce]);
    },
    update(part) {
      held = held.length === 0 ? Buffer.from(part) : Buffer.concat([held, part]);
      const sealed: Buffer[] = [];
      // The last chunk is marked and may be full: one that is only just full is kept back.
      while (held.length > chunkSize) {
        sealed.push(sealChunk(key as Uint8Array, counter++, false, held.subarray(0, chunkSize)));
        held = held.subarray(chunkSize);
      }
      return Buffer.concat(sealed);
    },
    final: () => sealChunk(key as Uint8Array, counter, true, held),
  };
}

/** Opens a file as it streams. Throws RangeError where it is not what was written; what came before was right. */
export async function* openAge(parts: AsyncIterable<Uint8Array>, identity: string): AsyncGenerator<Uint8Array> {
  let held: Buffer = Buffer.alloc(0);
  let key: Uint8Array | undefined;
  let counter = 0;
  const open = (chunk: Uint8Array, isLast: boolean): Buffer => {
    const cipher = createDecipheriv('chacha20-poly1305', key as Uint8Array, nonceOf(counter++, isLast), { authTagLength: tagSize });
    cipher.setAuthTag(chunk.subarray(chunk.length - tagSize));
    try {
      return Buffer.concat([cipher.update(chunk.subarray(0, chunk.length - tagSize)), cipher.final()]);
    } catch {
      throw new RangeError('MEDIA_ALTERED');
    }
  };
  for await (const part of parts) {
    held = Buffer.concat([held, part]);
    if (!key) {
      const mac = held.indexOf('\n--- ');
      const end = mac < 0 ? -1 : held.indexOf('\n', mac + 1) + 1;
      if (end <= 0 || held.length < end + 16) continue;
      key = payloadKey(await fileKeyOf(held.subarray(0, end), identity), held.subarray(end, end + 16));
      held = held.subarray(end + 16);
    }
    while (held.length > chunkSize + tagSize) {
      yield open(held.subarray(0, chunkSize + tagSize), false);
      held = held.subarray(chunkSize + tagSize);
    }
  }
  if (!key || held.length < tagSize || (held.length === tagSize && counter > 0)) throw new RangeError('MEDIA_CUT_SHORT');
  yield open(held, true);
}

async function fileKeyOf(header: Uint8Array, identity: string): Promise<Uint8Array> {
  try {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    return await decrypter.decryptHeader(header);
  } catch {
    throw new RangeError('NOT_MINE');
  }
}

/**
 * A file of a message: to a recipient made for it alone. The identity goes into the sealed record that names the file, so
 * that whoever opens the conversation opens its files, by the same number of holders, and whoever erases it erases them.
 */
export async function createMediaFile({ postQuantum }: { postQuantum: boolean }): Promise<{ identity: string; writer: MediaWriter }> {
  const identity = await (postQuantum ? generateHybridIdentity() : generateX25519Identity());
  return { identity, writer: createAgeWriter([await identityToRecipient(identity)]) };
}
