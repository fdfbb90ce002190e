import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pageHeaders } from '../main/page-headers.ts';

/** Headers of a browser's request that mean something to the services; cookies and the rest stay here. */
const passed = ['content-type', 'range', 'accept'] as const;

/** A Node request as the web's: `base` only completes the address. Ends when the browser goes away. */
export function toWebRequest(request: IncomingMessage, response: ServerResponse, path: string): Request {
  const abort = new AbortController();
  response.on('close', () => abort.abort());
  const headers = new Headers();
  for (const name of passed) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const method = request.method ?? 'GET';
  const body = method === 'GET' || method === 'HEAD' ? undefined : (Readable.toWeb(request) as ReadableStream<Uint8Array>);
  return new Request(`http://app.invalid${path}`, { method, headers, signal: abort.signal, ...(body ? { body, duplex: 'half' } : {}) });
}

/** Streams the services' answer out; a browser that left is nobody's error. */
export async function sendWebResponse(answer: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, { ...pageHeaders, ...Object.fromEntries(answer.headers) });
  if (!answer.body) return void response.end();
  await pipeline(Readable.fromWeb(answer.body as never), response).catch(() => undefined);
}
