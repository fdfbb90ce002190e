import { hash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { mediaPath, openAge } from '@holdfast/archive-format';
import { asDiskError } from '../files.ts';
import { whyNotOpen, type Conversation, type KeptFile, type Message } from '../reading/index.ts';
import { safeFileName } from './names.ts';

/** A file of a message as it lies in the export, or why it does not. */
export type PlacedFile = { readonly file: KeptFile; readonly path: string | null; readonly why: string | null };
export type PlacedFiles = ReadonlyMap<string, readonly PlacedFile[]>;

type Place = { readonly copyFolder: string; readonly out: string };

/** Opens the files of a conversation into `media/`. Those that are there already stay: they were put whole. */
export async function placeFiles(conversation: Conversation, place: Place): Promise<PlacedFiles> {
  const placed = new Map<string, PlacedFile[]>();
  for (const message of conversation.messages) {
    if (message.files.length === 0) continue;
    placed.set(message.eventId, await Promise.all(message.files.map((file) => placeFile(message, file, place))));
  }
  return placed;
}

async function placeFile({ index }: Message, file: KeptFile, { copyFolder, out }: Place): Promise<PlacedFile> {
  const not = (why: string): PlacedFile => ({ file, path: null, why });
  const { blob, identity } = file;
  if (blob === null || identity === null) return not(whyNotOpen(file) ?? '');
  const sealed = join(copyFolder, mediaPath(Buffer.from(blob, 'hex')));
  if (!existsSync(sealed)) return not('it is not in the copy');
  const name = `media/${index}-${hash('sha256', file.mxc).slice(0, 6)}-${safeFileName(file.name)}`;
  const to = join(out, name);
  if (existsSync(to)) return { file, path: name, why: null };
  mkdirSync(join(out, 'media'), { recursive: true, mode: 0o700 });
  const sum = createHash('sha256');
  const draft = `${to}.draft`;
  try {
    const parts = openAge(createReadStream(sealed, { highWaterMark: 1 << 20 }), identity);
    await pipeline(Readable.from(summed(parts, sum)), createWriteStream(draft, { mode: 0o600, flush: true }));
  } catch (failure) {
    rmSync(draft, { force: true });
    if (failure instanceof RangeError) return not(`it does not open: ${failure.message}`);
    throw asDiskError(to, failure);
  }
  if (file.sha256 !== null && /^[0-9a-f]{64}$/u.test(file.sha256) && sum.digest('hex') !== file.sha256) {
    rmSync(draft, { force: true });
    return not('it is not the file that its record names');
  }
  renameSync(draft, to);
  return { file, path: name, why: null };
}

async function* summed(parts: AsyncIterable<Uint8Array>, sum: ReturnType<typeof createHash>): AsyncGenerator<Uint8Array> {
  for await (const part of parts) {
    sum.update(part);
    yield part;
  }
}
