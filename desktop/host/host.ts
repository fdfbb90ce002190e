import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { calls } from '../ipc/index.ts';
import { pageHeaders } from '../main/page-headers.ts';
import type { HostConfig } from './config.ts';
import { createPageFiles, refuse } from './page-files.ts';
import { createProfile, type Profile } from './profile.ts';
import { sendWebResponse, toWebRequest } from './web-answers.ts';

const cookieName = 'holdfast-desktop';
const mostFrameBytes = 4 * 1024 * 1024;
const mostKeyBytes = 1024;

/**
 * The app in a browser, for trials and tests: the same page and the same services as in Electron, one imaginary computer a
 * person, below a path of their own. Listens on loopback; every request but the page's own files needs the cookie that the
 * launch key was exchanged for. Never part of the packed product.
 */
export async function startHost(config: HostConfig): Promise<{ port: number; stop(): Promise<void> }> {
  const profiles = new Map<string, Profile>(config.people.map((person) => [person.name, createProfile(person, config)]));
  const page = createPageFiles(config.renderer);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostFrameBytes, perMessageDeflate: false });
  let port = config.listen.port;

  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) refuse(response, 500);
      else response.destroy();
    });
  });
  server.requestTimeout = 0; // files may be large, and the sync is a long poll

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOwnHost(request)) return refuse(response, 421);
    const url = addressOf(request);
    if (!url) return refuse(response, 404);
    if (url.pathname === '/health') return void response.writeHead(200, { ...pageHeaders, 'content-type': 'application/json' }).end('{"status":"ok"}');
    const [, name = '', rest] = /^\/([a-z][a-z0-9.-]*)(?:\/(.*))?$/.exec(url.pathname) ?? [];
    const profile = profiles.get(name);
    if (!profile) return refuse(response, 404);
    if (rest === undefined) return void response.writeHead(308, { ...pageHeaders, location: `/${name}/` }).end();
    if (rest === '_host/launch' && request.method === 'POST') return launch(profile, request, response);
    if (rest.startsWith('_matrix/') || rest.startsWith('media/')) {
      if (!isOpen(profile, request) || !isSameOrigin(request, false)) return refuse(response, 401);
      const services = await profile.services();
      return sendWebResponse(await services.gateway(toWebRequest(request, response, `/${rest}${url.search}`)), response);
    }
    if (request.method !== 'GET' || rest.startsWith('_host/')) return refuse(response, 404);
    return page(rest, /\bbr\b/.test(String(request.headers['accept-encoding'])), response);
  }

  async function launch(profile: Profile, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isSameOrigin(request, true)) return refuse(response, 403);
    let text = '';
    for await (const chunk of request) {
      text += String(chunk);
      if (text.length > mostKeyBytes) return refuse(response, 413);
    }
    const cookie = profile.launch(keyIn(text));
    if (cookie === undefined) return refuse(response, 403);
    response.writeHead(204, { ...pageHeaders, 'set-cookie': `${cookieName}=${cookie}; Path=/${profile.name}/; HttpOnly; SameSite=Strict`, 'cache-control': 'no-store' }).end();
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const [, name = ''] = /^\/([a-z][a-z0-9.-]*)\/_host\/socket$/.exec(addressOf(request)?.pathname ?? '') ?? [];
    const profile = profiles.get(name);
    if (!profile || !isOwnHost(request) || !isSameOrigin(request, true) || !isOpen(profile, request)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const send = (message: unknown): void => {
        if (webSocket.readyState === webSocket.OPEN) webSocket.send(JSON.stringify(message));
      };
      const forget = profile.subscribe((push) => send({ push }));
      webSocket.on('close', forget);
      webSocket.on('error', () => webSocket.terminate());
      webSocket.on('message', (data) => {
        void (async () => {
          const { id, call, input } = JSON.parse((data as Buffer).toString()) as { id: unknown; call: unknown; input: unknown };
          if (typeof id !== 'number' || typeof call !== 'string') return webSocket.close(1008);
          const reply = Object.hasOwn(calls, call) ? await (await profile.services()).dispatch(call, input) : { ok: false, code: 'UNKNOWN_CALL', message: 'there is no such call' };
          send({ id, reply });
        })().catch(() => webSocket.close(1008));
      });
    });
  });

  /** A page of another name that resolves to this address (DNS rebinding) is not ours. */
  function isOwnHost(request: IncomingMessage): boolean {
    const host = request.headers.host ?? '';
    return [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`].includes(host);
  }
  /** Browsers say where a request comes from; `strict` also refuses those that do not say. */
  function isSameOrigin(request: IncomingMessage, strict: boolean): boolean {
    const { origin } = request.headers;
    const site = request.headers['sec-fetch-site'];
    if (origin !== undefined) return origin === `http://${request.headers.host}`;
    return !strict && (site === undefined || site === 'same-origin' || site === 'none');
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.listen.port, config.listen.host, resolve);
  });
  const address = server.address();
  if (typeof address === 'object' && address) port = address.port;

  return {
    port,
    async stop() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([...profiles.values()].map((profile) => profile.stop()));
    },
  };
}

/** Undefined for what is no path, `//` say. */
const addressOf = ({ url = '/' }: IncomingMessage): URL | undefined => (url.startsWith('/') && URL.canParse(url, 'http://app.invalid') ? new URL(url, 'http://app.invalid') : undefined);
const isOpen = (profile: Profile, request: IncomingMessage): boolean => profile.knows(cookieOf(request));
function cookieOf(request: IncomingMessage): string | undefined {
  return request.headers.cookie?.split('; ').find((part) => part.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
}
function keyIn(text: string): string {
  try {
    const { key } = JSON.parse(text) as { key?: unknown };
    return typeof key === 'string' ? key : '';
  } catch {
    return '';
  }
}
