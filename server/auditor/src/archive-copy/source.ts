import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ArchiveReader } from '@holdfast/archive-format';
import { AuditorError } from '../auditor-error.ts';
import { asDiskError, readNamed } from '../files.ts';

/** Where an archive is read from. Plain data, so that threads can be told. */
export type SourceRef = { readonly kind: 'folder'; readonly path: string } | { readonly kind: 'address'; readonly base: string; readonly token: string | null };

export type Source = ArchiveReader & {
  readonly ref: SourceRef;
  /** Puts a file at `to`, whole or not at all. False when the source has none. */
  copyTo(path: string, to: string): Promise<boolean>;
};

export function sourceRef(where: string, tokenFile?: string): SourceRef {
  if (!/^https?:\/\//u.test(where)) {
    const path = resolve(where);
    if (!existsSync(path)) throw new AuditorError('ARCHIVE_MISSING', `${where}: there is no such folder`, 'Name the folder of the archive, the one with the file `checkpoint`, or its http(s) address.');
    if (!statSync(path).isDirectory()) throw new AuditorError('ARCHIVE_MISSING', `${where} is no folder`, 'Name the folder of the archive, the one with the file `checkpoint`.');
    return { kind: 'folder', path };
  }
  const token = tokenFile === undefined ? null : readNamed(tokenFile, 'the file with the bearer token for the address').toString('utf8').trim();
  if (token !== null && !/^[\x21-\x7e]+$/u.test(token)) throw new AuditorError('FILE_UNREADABLE', `${tokenFile}: this is no token`, 'One line of printable characters.');
  return { kind: 'address', base: where.replace(/\/+$/u, ''), token };
}

export const openSource = (ref: SourceRef): Source => (ref.kind === 'folder' ? folderSource(ref) : addressSource(ref));

async function digestOf(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const sum = createHash('sha256');
  for await (const part of parts) sum.update(part);
  return sum.digest();
}

const isMissing = (failure: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes((failure as NodeJS.ErrnoException).code ?? '');

function folderSource(ref: SourceRef & { kind: 'folder' }): Source {
  const ifThere = async <T>(path: string, use: (full: string) => Promise<T>): Promise<T | undefined> => {
    const full = join(ref.path, path);
    try {
      return await use(full);
    } catch (failure) {
      if (isMissing(failure)) return undefined;
      throw asDiskError(full, failure);
    }
  };
  return {
    ref,
    read: (path) => ifThere(path, async (full) => readFileSync(full)), // small files, and nobody else is served meanwhile: a promise for each step takes longer than the step
    digest: (path) => ifThere(path, (full) => digestOf(createReadStream(full))),
    copyTo: async (path, to) => (await ifThere(path, async (full) => (await writeStreamed(createReadStream(full), to), true))) ?? false,
  };
}

async function writeStreamed(from: Readable, to: string): Promise<void> {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const draft = `${to}.${randomBytes(6).toString('hex')}.draft`;
  await pipeline(from, createWriteStream(draft, { mode: 0o600, flush: true }));
  renameSync(draft, to);
}

const attempts = 4;
const timeoutMs = 60_000;

function addressSource(ref: SourceRef & { kind: 'address' }): Source {
  const get = async (path: string): Promise<Response | undefined> => {
    const url = `${ref.base}/${path}`;
    for (let attempt = 1; ; attempt++) {
      try {
        const response = await fetch(url, { headers: ref.token === null ? {} : { authorization: `Bearer ${ref.token}` }, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
        if (response.ok) return response;
        await response.body?.cancel();
        if (response.status === 404) return undefined;
        if (response.status === 401 || response.status === 403) throw new AuditorError('SOURCE', `${url}: refused (${response.status})`, 'Look at --token-file: the token is missing, wrong or has ended.');
        if (attempt === attempts || (response.status < 500 && response.status !== 429)) throw new AuditorError('SOURCE', `${url}: answered ${response.status}`, 'Try again later; what was copied stays.');
      } catch (failure) {
        if (failure instanceof AuditorError) throw failure;
        if (attempt === attempts) throw new AuditorError('SOURCE', `${url}: no answer (${causeOf(failure)})`, 'Look at the address and the network, then run the command again: it goes on where it stood.');
      }
      await new Promise((done) => setTimeout(done, 250 * 4 ** (attempt - 1)));
    }
  };
  return {
    ref,
    async read(path) {
      const response = await get(path);
      return response && new Uint8Array(await response.arrayBuffer());
    },
    async digest(path) {
      const response = await get(path);
      return response && digestOf(response.body as AsyncIterable<Uint8Array>);
    },
    async copyTo(path, to) {
      const response = await get(path);
      if (!response) return false;
      const length = response.headers.get('content-length');
      if (response.body) await writeStreamed(Readable.fromWeb(response.body), to);
      // A connection that was cut is an error of the stream; a proxy that cuts politely is seen by the length.
      if (length !== null && response.headers.get('content-encoding') === null && sizeOf(to) !== Number(length)) throw new AuditorError('SOURCE', `${ref.base}/${path}: came shorter than announced`, 'Run the command again.');
      return true;
    },
  };
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
const causeOf = (failure: unknown): string => {
  const cause = (failure as { cause?: { code?: string } }).cause;
  return cause?.code ?? (failure instanceof Error ? failure.name : 'unknown');
};
