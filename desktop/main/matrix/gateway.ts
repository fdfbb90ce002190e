import type { Fetch } from '../ports.ts';
import { isAllowedCall } from './allowed-calls.ts';

type Deps = {
  readonly fetch: Fetch;
  /** Whom to speak for; undefined while nobody is signed in or the app is locked. */
  readonly present: () => { readonly homeserver: string; readonly accessToken: string } | undefined;
  readonly onUnwelcome: (code: string) => void;
  /** The computer woke or the network changed: whatever waits for an answer may wait on a dead line. */
  readonly onWake?: (listener: () => void) => void;
};

const syncPatienceMs = 90_000;
const mostBodyBytes = 256 * 1024;

/**
 * The screen's only way to the homeserver (docs/adr/0007): an allow-list, and the token put in here. Of the request only
 * method, path, query and body go on; of the answer only status and JSON come back.
 */
export function createMatrixGateway({ fetch, present, onUnwelcome, onWake }: Deps) {
  const polls = new Set<AbortController>();
  onWake?.(() => polls.forEach((poll) => poll.abort()));

  /** What waited while the computer slept is asked once more: all that the screen may ask can be repeated without harm. */
  async function askOnLiveLine(asked: AbortSignal, ask: (signal: AbortSignal) => Promise<Response>): Promise<Response> {
    const poll = new AbortController();
    polls.add(poll);
    const stopped = AbortSignal.any([asked, AbortSignal.timeout(syncPatienceMs)]);
    try {
      return await ask(AbortSignal.any([stopped, poll.signal]));
    } catch (failure) {
      if (stopped.aborted || !poll.signal.aborted) throw failure;
      return await ask(stopped);
    } finally {
      polls.delete(poll);
    }
  }

  return async (request: Request, path: string, search: string): Promise<Response> => {
    const session = present();
    if (!session) return refuse(401, 'M_MISSING_TOKEN', 'nobody is signed in');
    if (!isAllowedCall(request.method, path, search)) return refuse(403, 'M_FORBIDDEN', 'the screen may not ask this');
    const body = request.method === 'GET' ? undefined : await bodyOf(request);
    if (body === tooLarge) return refuse(413, 'M_TOO_LARGE', 'the request is too large');
    let answer: Response;
    try {
      answer = await askOnLiveLine(request.signal, (signal) =>
        fetch(`${session.homeserver}${path}${search}`, {
          method: request.method,
          headers: { authorization: `Bearer ${session.accessToken}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
          ...(body === undefined ? {} : { body }),
          redirect: 'error',
          signal,
        }),
      );
    } catch {
      return refuse(502, 'M_UNKNOWN', 'the homeserver does not answer');
    }
    if (answer.status === 401 || answer.status === 403) {
      const text = await answer.text();
      const code = codeIn(text);
      if (code === 'M_UNKNOWN_TOKEN' || code === 'M_USER_LOCKED') onUnwelcome(code);
      return new Response(text, { status: answer.status, headers: jsonHeaders });
    }
    return new Response(answer.body, { status: answer.status, headers: jsonHeaders });
  };
}

const jsonHeaders = { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
const refuse = (status: number, errcode: string, error: string): Response => new Response(JSON.stringify({ errcode, error }), { status, headers: jsonHeaders });

const tooLarge = Symbol('too large');
/** Never holds more than may go on, however much is sent. */
async function bodyOf({ body }: Request): Promise<string | typeof tooLarge> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    if ((bytes += chunk.length) > mostBodyBytes) return tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function codeIn(text: string): string {
  try {
    const { errcode } = JSON.parse(text) as { errcode?: unknown };
    return typeof errcode === 'string' ? errcode : '';
  } catch {
    return '';
  }
}
