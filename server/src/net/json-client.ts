import { Pool } from 'undici';

export type JsonReply = { readonly status: number; readonly body: unknown };

export type JsonRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path below the origin; segments already encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly token?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
};

/**
 * The other side gave no answer. `refused` means that the request certainly did not arrive; `in-doubt` that it may have
 * been carried out although nothing came back.
 */
export class NetworkFailure extends Error {
  readonly phase: 'refused' | 'in-doubt';
  constructor(phase: 'refused' | 'in-doubt', cause: unknown) {
    super(`no answer (${phase})`, { cause });
    this.name = 'NetworkFailure';
    this.phase = phase;
  }
}

export interface JsonClient {
  /** Resolves with any HTTP status; throws NetworkFailure when there was no answer. Never retries by itself. */
  request(request: JsonRequest): Promise<JsonReply>;
  close(): Promise<void>;
}

const neverArrived = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** Keeps connections open to one origin. `connections` bounds how many requests are under way at once. */
export function createJsonClient(origin: string, { connections = 64, timeoutMs = 30_000 } = {}): JsonClient {
  const url = new URL(origin);
  const base = url.pathname.replace(/\/$/, '');
  const pool = new Pool(url.origin, { connections, pipelining: 1, connect: { timeout: 5_000 } });
  return {
    async request({ method, path, query, body, token, timeoutMs: own, signal }) {
      const limit = own ?? timeoutMs;
      try {
        const reply = await pool.request({
          method,
          path: base + path + queryString(query),
          headers: {
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          body: body === undefined ? null : JSON.stringify(body),
          headersTimeout: limit,
          bodyTimeout: limit,
          ...(signal ? { signal } : {}),
        });
        return { status: reply.statusCode, body: parse(await reply.body.text()) };
      } catch (cause) {
        throw new NetworkFailure(neverArrived.has(codeOf(cause)) ? 'refused' : 'in-doubt', cause);
      }
    },
    close: () => pool.destroy(),
  };
}

function queryString(query: JsonRequest['query']): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  if (pairs.length === 0) return '';
  return `?${pairs.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`).join('&')}`;
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined; // not JSON: the status tells, the caller's schema refuses the rest
  }
}

function codeOf(cause: unknown): string {
  const code = (cause as { code?: unknown }).code;
  return typeof code === 'string' ? code : '';
}
