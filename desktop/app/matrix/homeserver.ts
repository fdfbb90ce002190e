import { MatrixError } from 'matrix-js-sdk/lib/http-api/errors.js';
import { FetchHttpApi } from 'matrix-js-sdk/lib/http-api/fetch.js';
import { Method } from 'matrix-js-sdk/lib/http-api/method.js';
import { ClientPrefix } from 'matrix-js-sdk/lib/http-api/prefix.js';
import { TypedEventEmitter } from 'matrix-js-sdk/lib/models/typed-event-emitter.js';
import type { MSC3575SlidingSyncRequest, MSC3575SlidingSyncResponse } from 'matrix-js-sdk/lib/sliding-sync.js';
import { BoxApiError } from '../../ipc/errors.ts';
import type { MatrixEvent } from '../../ipc/index.ts';

export type MessagesPage = { readonly chunk: MatrixEvent[]; readonly state?: MatrixEvent[]; readonly end?: string };
export type Homeserver = ReturnType<typeof createHomeserver>;

const slidingSyncPrefix = '/_matrix/client/unstable/org.matrix.simplified_msc3575';

/**
 * The few client calls this app makes, through its own host, which puts the access token in and passes nothing else
 * (main/gateway). The sync library's request layer without its client: room models, calls and cryptography would weigh more
 * than all of the app.
 */
export function createHomeserver({ base, fetch }: { base: string; fetch: typeof globalThis.fetch }) {
  const baseUrl = base.endsWith('/') ? base.slice(0, -1) : base;
  // The library leaves cookies at home; the host of a browser knows its page by one.
  const fetchFn: typeof globalThis.fetch = (input, init) => fetch(input, { ...init, credentials: 'same-origin' });
  const http = new FetchHttpApi(new TypedEventEmitter(), { baseUrl, prefix: ClientPrefix.V3, onlyData: true, fetchFn, accessToken: 'in-main', localTimeoutMs: 60_000 });
  const room = (roomId: string): string => `/rooms/${encodeURIComponent(roomId)}`;
  return {
    baseUrl,
    /** The part of the library's client that its sync driver uses. */
    slidingSync(request: MSC3575SlidingSyncRequest, proxyBaseUrl?: string, abortSignal?: AbortSignal): Promise<MSC3575SlidingSyncResponse> {
      const { pos, timeout, clientTimeout, ...body } = request;
      const query = { ...(pos === undefined ? {} : { pos }), ...(timeout === undefined ? {} : { timeout: String(timeout) }) };
      return http.authedRequest(Method.Post, '/sync', query, body, {
        prefix: slidingSyncPrefix, baseUrl: proxyBaseUrl ?? baseUrl, ...(clientTimeout === undefined ? {} : { localTimeoutMs: clientTimeout }), ...(abortSignal ? { abortSignal } : {}),
      });
    },
    messages: (roomId: string, from: string, limit: number, abortSignal?: AbortSignal): Promise<MessagesPage> =>
      http.authedRequest(Method.Get, `${room(roomId)}/messages`, { dir: 'b', from, limit: String(limit), filter: JSON.stringify({ lazy_load_members: true }) }, undefined, abortSignal ? { abortSignal } : {}),
    receipt: (roomId: string, type: 'm.read' | 'm.read.private', eventId: string): Promise<unknown> =>
      http.authedRequest(Method.Post, `${room(roomId)}/receipt/${type}/${encodeURIComponent(eventId)}`, undefined, {}),
    typing: (roomId: string, userId: string, on: boolean, timeout: number): Promise<unknown> =>
      http.authedRequest(Method.Put, `${room(roomId)}/typing/${encodeURIComponent(userId)}`, undefined, on ? { typing: true, timeout } : { typing: false }),
  };
}

/** What a screen catches: the homeserver's own code where it answered, OFFLINE where nothing did. */
export function asRefusal(failure: unknown): BoxApiError {
  if (failure instanceof BoxApiError) return failure;
  if (failure instanceof MatrixError) return new BoxApiError(failure.errcode ?? 'HOMESERVER_UNAVAILABLE', failure.message);
  return new BoxApiError('OFFLINE', failure instanceof Error ? failure.message : 'no answer');
}

/** How long the homeserver asks to be left alone; undefined when it did not. */
export function pauseAsked(failure: unknown): number | undefined {
  if (!(failure instanceof MatrixError) || failure.httpStatus !== 429) return undefined;
  return failure.getRetryAfterMs() ?? 5_000;
}

/** The homeserver says for good that this is not for us. */
export const isClosedToUs = (failure: unknown): boolean => failure instanceof MatrixError && (failure.httpStatus === 403 || failure.httpStatus === 404);
