import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFakeBoxAnswers, type Answer, type Asked, type RouteName } from './fake-box-answers.ts';

/** How a route misbehaves: it refuses, or does what it is asked and its answer is lost on the way, or the line breaks before it does anything. */
export type Trouble = Answer | 'answer-lost' | 'line-broken';
type Script = { readonly trouble: Trouble; left: number };

export type FakeBox = Awaited<ReturnType<typeof startFakeBox>>;

/**
 * A box and its homeserver as one real HTTP server: what the services ask of them, with memory, and every route can be told
 * to fail. Keeps every request, so that a test can say what was asked, how often and in which order.
 */
export async function startFakeBox({ now = Date.now }: { now?: () => number } = {}) {
  const asked: Asked[] = [];
  const scripts = new Map<Asked['route'], Script[]>();
  const held = new Map<Asked['route'], { promise: Promise<void>; release: () => void }>();
  const listeners = new Set<ServerResponse>();
  const { state, answer, nameOf } = createFakeBoxAnswers({ now, url: () => url });
  let url = '';

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = new URL(request.url ?? '/', 'http://box.invalid');
    const route = nameOf(request.method ?? 'GET', at.pathname);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const one: Asked = {
      route: route?.name ?? 'unknown', path: at.pathname, query: at.searchParams, parts: route?.parts ?? [], bytes,
      body: request.headers['content-type'] === 'application/json' ? JSON.parse(bytes.toString('utf8')) : undefined,
      bearer: request.headers.authorization?.replace(/^Bearer /, '') ?? null, type: request.headers['content-type'] ?? null,
    };
    asked.push(one);
    await held.get(one.route)?.promise;
    const script = scripts.get(one.route)?.find(({ left }) => left > 0);
    if (script) script.left--;
    if (script?.trouble === 'line-broken') return void response.destroy();
    if (script && script.trouble !== 'answer-lost') return write(response, script.trouble);
    const given = answer(one);
    if (script) return void response.destroy();
    if (one.route !== 'stream' || given.status !== 200) return write(response, given);
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': open\n\n');
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  }

  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
  const listen = (port: number): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;
  async function stop(): Promise<void> {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  return {
    url,
    state,
    asked: (route?: RouteName): Asked[] => asked.filter((one) => route === undefined || one.route === route),
    forgetAsked: (): void => void (asked.length = 0),
    /** The next `times` requests of a route meet this. */
    trouble(route: RouteName, trouble: Trouble, times = 1): void {
      scripts.set(route, [...(scripts.get(route) ?? []), { trouble, left: times }]);
    },
    heal: (): void => scripts.clear(),
    /** Requests of a route are taken and wait until they are released. */
    hold(route: RouteName): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(route, { promise, release: resolve });
      return () => (held.delete(route), resolve());
    },
    /** News to everybody who listens. */
    say(event: object): void {
      for (const listener of listeners) listener.write(`data: ${JSON.stringify(event)}\n\n`);
    },
    listening: (): number => listeners.size,
    breakStreams: (): void => listeners.forEach((listener) => listener.destroy()),
    /** Nothing answers at the address, until it is started again. */
    stop,
    start: (): Promise<void> => listen(port),
    async close(): Promise<void> {
      for (const { release } of held.values()) release();
      await stop();
    },
  };
}

function write(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  if (typeof body === 'string') return void response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body === undefined ? undefined : JSON.stringify(body));
}
