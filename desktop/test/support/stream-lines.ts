import { createFakeBoxAnswers } from '../fakes/fake-box-answers.ts';

export type ScriptedLine = { say(bytes: string | Uint8Array): void; end(): void; broken: boolean; readonly bearer: string };
/** What an attempt meets: an open line, silence, a failure of the network by its code, or an answer. */
export type Meets = 'open' | 'nobody-answers' | { readonly code: string } | { readonly status: number; readonly type?: string };

/** A `fetch` whose streams are scripted, so that a test turns the clock instead of waiting. Sessions open as at a box. */
export function createStreamLines() {
  const lines: ScriptedLine[] = [];
  const attempts: number[] = [];
  const script: Meets[] = [];
  const sessions: Meets[] = [];
  let usual: Meets = 'open';
  const { answer } = createFakeBoxAnswers({ now: Date.now, url: () => 'https://box.test' });

  const broken = (code: string): Error => new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
  function openLine(bearer: string, signal: AbortSignal): Response {
    let controller!: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
    const line: ScriptedLine = {
      say: (bytes) => controller.enqueue(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes),
      end: () => controller.close(),
      broken: false,
      bearer,
    };
    signal.addEventListener('abort', () => {
      line.broken = true;
      controller.error(signal.reason);
    });
    lines.push(line);
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }
  async function meet(meets: Meets, signal: AbortSignal, open: () => Response): Promise<Response> {
    signal.throwIfAborted();
    if (meets === 'open') return open();
    if (meets === 'nobody-answers') return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    if ('code' in meets) throw broken(meets.code);
    return new Response('<h1>hello</h1>', { status: meets.status, headers: { 'content-type': meets.type ?? 'text/html' } });
  }

  return {
    lines,
    /** When each attempt at a line was made. */
    attempts,
    /** The next attempts meet these, in order; afterwards every one meets the usual. */
    script: (...meets: Meets[]): void => void script.push(...meets),
    scriptSession: (...meets: Meets[]): void => void sessions.push(...meets),
    usually: (meets: Meets): void => void (usual = meets),
    async fetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
      const signal = init.signal ?? new AbortController().signal;
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      if (pathname === '/api/v1/sessions') {
        return meet(sessions.shift() ?? 'open', signal, () => {
          const { status, body } = answer({ route: 'sessions', path: pathname, query: new URLSearchParams(), parts: [], bytes: Buffer.alloc(0), body: JSON.parse(init.body as string), bearer: null, type: null });
          return Response.json(body, { status });
        });
      }
      attempts.push(Date.now());
      return meet(script.shift() ?? usual, signal, () => openLine(new Headers(init.headers).get('authorization') ?? '', signal));
    },
  };
}
