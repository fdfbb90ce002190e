import { ApiFailure, type FailureCode } from './api-failure.ts';
import type { Ask, ConsoleApi, Query } from './console-api.ts';

export type HttpApiHooks = {
  /** The session ended or there was none. */
  signedOut(): void;
  /** Whether the box answers; told on every change. */
  reached(isUp: boolean): void;
  /** Asks the person to prove again who they are; false when they would not. */
  verify(): Promise<boolean>;
};

const root = '/api/v1';
const unreachableStatuses: ReadonlySet<number> = new Set([502, 503, 504]);

/** The API over fetch, with the cookie of this page's own box. Reads are repeated once when the box was just starting; acts never are. */
export function createHttpApi(hooks: HttpApiHooks, send: typeof fetch = fetch): ConsoleApi {
  let wasUp = true;
  const reached = (isUp: boolean): void => {
    if (isUp !== wasUp) hooks.reached((wasUp = isUp));
  };

  async function ask(method: string, path: string, { query, signal }: Ask, body: BodyInit | undefined, type: string | undefined): Promise<Response> {
    let response: Response;
    try {
      response = await send(`${root}${path}${searchOf(query)}`, {
        method,
        credentials: 'same-origin',
        redirect: 'error',
        headers: { accept: 'application/json', 'x-holdfast-console': '1', ...(type === undefined ? {} : { 'content-type': type }) },
        ...(body === undefined ? {} : { body }),
        ...(signal ? { signal } : {}),
      });
    } catch (failure) {
      if (signal?.aborted) throw failure;
      reached(false);
      throw new ApiFailure('UNREACHABLE');
    }
    if (response.ok) {
      reached(true);
      return response;
    }
    const failure = await refusalOf(response);
    reached(failure.code !== 'UNREACHABLE');
    if (failure.code === 'UNAUTHENTICATED') hooks.signedOut();
    throw failure;
  }

  async function verified(method: string, path: string, options: Ask, body?: BodyInit, type?: string): Promise<Response> {
    try {
      return await ask(method, path, options, body, type);
    } catch (failure) {
      if (!(failure instanceof ApiFailure) || failure.code !== 'REAUTHENTICATION_REQUIRED' || !(await hooks.verify())) throw failure;
      return ask(method, path, options, body, type);
    }
  }

  async function call<Answer>(method: string, path: string, options: Ask = {}): Promise<Answer> {
    const body = options.body === undefined ? undefined : JSON.stringify(options.body);
    const response = await verified(method, path, options, body, body === undefined ? undefined : 'application/json');
    // The box checks its answers against the same contract before they leave: here they are taken at their word.
    return (response.status === 204 ? null : await response.json()) as Answer;
  }

  return {
    get: (path, options) => call('GET', path, options),
    post: (path, options) => call('POST', path, { body: {}, ...options }),
    put: (path, options) => call('PUT', path, options),
    patch: (path, options) => call('PATCH', path, options),
    remove: (path, options) => call('DELETE', path, options),
    async upload<Answer>(path: string, text: Blob, type: string, query?: Query): Promise<Answer> {
      const response = await verified('POST', path, { query }, text, type);
      return (await response.json()) as Answer;
    },
    async download(path, options = {}) {
      const body = options.body === undefined ? undefined : JSON.stringify(options.body);
      const response = await verified(options.method ?? 'GET', path, options, body, body === undefined ? undefined : 'application/json');
      const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'holdfast.csv';
      keep(await response.blob(), name);
    },
  };
}

function searchOf(query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? (value as readonly string[]) : [value as string | number | boolean | null | undefined]) {
      if (one !== null && one !== undefined && one !== '') search.append(key, String(one));
    }
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

async function refusalOf(response: Response): Promise<ApiFailure> {
  const retryAfter = Number(response.headers.get('retry-after'));
  const body = (await response.json().catch(() => ({}))) as { code?: string; message?: string; field?: string; requestId?: string };
  const code = typeof body.code === 'string' ? (body.code as FailureCode) : unreachableStatuses.has(response.status) ? 'UNREACHABLE' : 'INTERNAL';
  return new ApiFailure(code, {
    status: response.status,
    message: body.message ?? code,
    field: body.field ?? null,
    retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
    requestId: body.requestId ?? null,
  });
}

function keep(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
