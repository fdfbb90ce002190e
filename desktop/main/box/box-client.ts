import { ErrorBody, OpenedSession } from '@holdfast/contract';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { AppRefusal } from '../app-refusal.ts';
import type { Fetch } from '../ports.ts';

const patienceMs = 20_000;

export type BoxRequest<Reply extends TSchema> = { readonly reply: Reply; readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'; readonly body?: unknown; readonly signal?: AbortSignal };

export type BoxClientDeps = {
  readonly fetch: Fetch;
  readonly address: string;
  /** The Matrix token with which a session of the control plane is opened; sessions end, the token stays. */
  readonly accessToken: string;
  readonly label: string;
  /** The box said that this person or this session is no longer welcome. Called at most once an answer. */
  readonly onUnwelcome: (code: string) => void;
};

/** The control plane, asked as the person. Opens its session when it needs one, and again when that one has ended. */
export function createBoxClient({ fetch, address, accessToken, label, onUnwelcome }: BoxClientDeps) {
  let token: Promise<string> | undefined;

  async function raw(method: string, path: string, bearer: string | undefined, body: unknown, signal?: AbortSignal): Promise<Response> {
    const signals = [AbortSignal.timeout(patienceMs), ...(signal ? [signal] : [])];
    try {
      return await fetch(`${address}/api/v1${path}`, {
        method,
        signal: AbortSignal.any(signals),
        headers: { ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (failure) {
      throw new AppRefusal('OFFLINE', 'the box does not answer', { cause: failure });
    }
  }

  async function open(): Promise<string> {
    const response = await raw('POST', '/sessions', undefined, { method: 'matrix', accessToken, label });
    if (!response.ok) {
      const refusal = await refusalOf(response);
      if (refusal.code === 'PERSON_LOCKED' || refusal.code === 'SIGN_IN_FAILED') onUnwelcome(refusal.code);
      throw refusal;
    }
    const value: unknown = await response.json().catch(() => undefined);
    if (!Value.Check(OpenedSession, value)) throw new AppRefusal('OFFLINE', 'the box answered in an unknown shape');
    return value.token;
  }

  /** The bearer token of an open session, for the stream as well. */
  function bearer(): Promise<string> {
    token ??= open().catch((failure: unknown) => {
      token = undefined;
      throw failure;
    });
    return token;
  }

  async function request<Reply extends TSchema>(path: string, { reply, method = 'GET', body, signal }: BoxRequest<Reply>): Promise<Static<Reply>> {
    for (let attempt = 0; ; attempt++) {
      const used = token;
      const response = await raw(method, path, await bearer(), body, signal);
      if (response.status === 401 && attempt === 0) {
        await response.body?.cancel();
        if (token === used || used === undefined) token = undefined; // ended meanwhile: once with a new one
        continue;
      }
      if (!response.ok) throw await refusalOf(response);
      const value: unknown = response.status === 204 ? null : await response.json().catch(() => undefined);
      if (!Value.Check(reply, value)) throw new AppRefusal('OFFLINE', `the box answered ${method} ${path.split('?')[0]?.replace(/[!$@][^/]+/g, ':id')} in an unknown shape`);
      return value;
    }
  }

  return {
    bearer,
    /** After a 401 of the stream. */
    forgetSession(): void {
      token = undefined;
    },
    request,
    /** Ends the session at the box; the answer does not matter. */
    async close(): Promise<void> {
      const held = await token?.catch(() => undefined);
      token = undefined;
      if (held !== undefined) await raw('DELETE', '/sessions/current', held, undefined).catch(() => undefined);
    },
    address,
  };
}
export type BoxClient = ReturnType<typeof createBoxClient>;

async function refusalOf(response: Response): Promise<AppRefusal> {
  const value: unknown = await response.json().catch(() => undefined);
  if (Value.Check(ErrorBody, value)) {
    const seconds = Number(response.headers.get('retry-after'));
    return new AppRefusal(value.code, value.message, { field: value.field, retryAfterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined });
  }
  return new AppRefusal('OFFLINE', `the box answers ${response.status}`, { cause: { status: response.status } });
}
