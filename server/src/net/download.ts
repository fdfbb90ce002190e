import type { Readable } from 'node:stream';
import { Pool } from 'undici';
import { NetworkFailure } from './json-client.ts';

export type Download = { readonly status: number; /** Of a refusal, the code that its body names; null otherwise. */ readonly errcode: string | null; /** To be read to its end, or destroyed. */ readonly body: Readable };
export interface Downloader {
  /** Resolves with any HTTP status; throws NetworkFailure when there was no answer. A stream that stalls for `timeoutMs` fails. */
  get(path: string, token: string, signal?: AbortSignal): Promise<Download>;
  close(): Promise<void>;
}

const mostOfARefusal = 16 * 1024;

/** Large answers of one origin, as they stream. */
export function createDownloader(origin: string, { connections = 4, timeoutMs = 60_000 } = {}): Downloader {
  const pool = new Pool(new URL(origin).origin, { connections, pipelining: 1, connect: { timeout: 5_000 } });
  return {
    async get(path, token, signal) {
      try {
        const { statusCode, body } = await pool.request({ method: 'GET', path, headers: { authorization: `Bearer ${token}` }, headersTimeout: timeoutMs, bodyTimeout: timeoutMs, ...(signal ? { signal } : {}) });
        return { status: statusCode, errcode: statusCode < 400 ? null : await errcodeOf(body), body };
      } catch (cause) {
        throw new NetworkFailure('in-doubt', cause);
      }
    },
    close: () => pool.destroy(),
  };
}

async function errcodeOf(body: Readable): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body as AsyncIterable<Buffer>) if ((size += part.length) <= mostOfARefusal) parts.push(part);
  try {
    const { errcode } = JSON.parse(Buffer.concat(parts).toString('utf8')) as { errcode?: unknown };
    return typeof errcode === 'string' ? errcode : null;
  } catch {
    return null;
  }
}
