import type { Store } from '../../store/contract.ts';
import type { Fetch } from '../ports.ts';
import { isDrawable, sniffType } from './sniff.ts';

type Present = { readonly homeserver: string; readonly accessToken: string; readonly store: Store };
type Deps = { readonly fetch: Fetch; readonly present: () => Present | undefined };
type Variant = 'full' | 'thumb';

const headBytes = 128 * 1024;
const pieceBytes = 256 * 1024;
const patienceMs = 10 * 60_000;
const unsafe = 'application/x-holdfast-unsafe';
const baseHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; sandbox",
} as const;
const refuse = (status: number, code: string): Response => new Response(JSON.stringify({ code }), { status, headers: { ...baseHeaders, 'content-type': 'application/json' } });

/**
 * `/media/<server>/<id>` and `/media/out/<file>`: files of messages, served from the encrypted store. What is not there is
 * fetched once, looked at, and kept; nothing is ever on the disk in the clear. Only what is surely a picture, sound or film
 * is drawn; an image bomb is refused (MEDIA_UNSAFE), everything else can be saved.
 */
export function createMediaGateway({ fetch, present }: Deps) {
  const coming = new Map<string, Promise<number>>();

  return async (request: Request, path: string, search: URLSearchParams): Promise<Response> => {
    const here = present();
    if (!here) return refuse(401, 'NOT_SIGNED_IN');
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'BAD_INPUT');
    const [, first = '', second = ''] = /^\/media\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
    if (first === '' || !/^[A-Za-z0-9._:-]+$/.test(first) || !/^[A-Za-z0-9._~-]+$/.test(second)) return refuse(404, 'NOT_FOUND');
    const range = request.headers.get('range');
    if (first === 'out') return serveOutgoing(here.store, second, range);
    const source = `mxc://${first}/${second}`;
    const variant: Variant = search.get('variant') === 'thumb' ? 'thumb' : 'full';
    const found = await here.store.media.read(source, variant, 0, 1);
    if (!found) {
      const status = await bring(here, source, variant);
      if (status !== 200) return refuse(status, status === 404 ? 'NOT_FOUND' : 'OFFLINE');
    }
    const kept = found ?? (await here.store.media.read(source, variant, 0, 1));
    if (!kept) return refuse(404, 'NOT_FOUND');
    if (kept.mimeType === unsafe) return refuse(415, 'MEDIA_UNSAFE');
    return serve(kept.size, kept.mimeType, range, async (offset, length) => (await here.store.media.read(source, variant, offset, length))?.bytes ?? new Uint8Array());
  };

  /** One download a file, however many ask for it. Resolves to a status. */
  function bring(here: Present, source: string, variant: Variant): Promise<number> {
    const key = `${variant} ${source}`;
    let running = coming.get(key);
    if (!running) coming.set(key, (running = download(here, source, variant).finally(() => coming.delete(key))));
    return running;
  }

  async function download({ homeserver, accessToken, store }: Present, source: string, variant: Variant): Promise<number> {
    const id = source.slice('mxc://'.length);
    const path = variant === 'thumb' ? `thumbnail/${id}?width=640&height=640&method=scale` : `download/${id}`;
    let answer: Response;
    try {
      answer = await fetch(`${homeserver}/_matrix/client/v1/media/${path}`, { headers: { authorization: `Bearer ${accessToken}` }, signal: AbortSignal.timeout(patienceMs) });
    } catch {
      return 502;
    }
    if (!answer.ok || !answer.body) {
      await answer.body?.cancel();
      // The homeserver makes no thumbnail of what it cannot read; the whole file says what it is.
      if (variant === 'thumb' && answer.status !== 401) return bringWhole({ homeserver, accessToken, store }, source);
      return answer.status === 404 || answer.status === 403 ? 404 : 502;
    }
    let writeId: string | undefined;
    let head = new Uint8Array();
    try {
      for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
        if (writeId === undefined) {
          head = Buffer.concat([head, chunk]);
          if (head.length < headBytes) continue;
          writeId = await store.media.begin(source, variant, typeOf(head));
          await store.media.append(writeId, head);
        } else await store.media.append(writeId, chunk);
      }
      if (writeId === undefined) {
        writeId = await store.media.begin(source, variant, typeOf(head));
        await store.media.append(writeId, head);
      }
      await store.media.finish(writeId);
      return 200;
    } catch {
      if (writeId !== undefined) await store.media.abandon(writeId).catch(() => undefined);
      return 502;
    }
  }

  /** Keeps the whole file as its own thumbnail, where it is a small picture; otherwise there is none. */
  async function bringWhole(here: Present, source: string): Promise<number> {
    const status = (await here.store.media.read(source, 'full', 0, 1)) ? 200 : await bring(here, source, 'full');
    if (status !== 200) return status;
    const whole = await here.store.media.read(source, 'full', 0, 1);
    if (!whole || !whole.mimeType.startsWith('image/') || whole.size > 8 * 1024 * 1024) return 404;
    const writeId = await here.store.media.begin(source, 'thumb', whole.mimeType);
    for (let offset = 0; offset < whole.size; offset += pieceBytes) {
      const piece = await here.store.media.read(source, 'full', offset, pieceBytes);
      if (piece) await here.store.media.append(writeId, piece.bytes);
    }
    await here.store.media.finish(writeId);
    return 200;
  }
}

function typeOf(head: Uint8Array): string {
  const type = sniffType(head);
  return isDrawable(type, head) ? type : unsafe;
}

async function serveOutgoing(store: Store, fileId: string, range: string | null): Promise<Response> {
  const size = await store.outgoing.fileSize(fileId);
  if (size === null) return refuse(404, 'NOT_FOUND');
  const type = typeOf(await store.outgoing.readFile(fileId, 0, headBytes));
  if (type === unsafe) return refuse(415, 'MEDIA_UNSAFE');
  return serve(size, type, range, (offset, length) => store.outgoing.readFile(fileId, offset, length));
}

/** Whole, or the range asked for (RFC 9110 §14); films and sounds are sought in that way. */
function serve(size: number, type: string, range: string | null, read: (offset: number, length: number) => Promise<Uint8Array>): Response {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
  const from = asked ? Number(asked[1]) : 0;
  const until = asked?.[2] ? Math.min(Number(asked[2]), size - 1) : size - 1;
  if (asked && (from >= size || from > until)) return new Response(null, { status: 416, headers: { ...baseHeaders, 'content-range': `bytes */${size}` } });
  let offset = from;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (offset > until) return controller.close();
      const bytes = await read(offset, Math.min(pieceBytes, until - offset + 1));
      if (bytes.length === 0) return controller.close();
      offset += bytes.length;
      controller.enqueue(bytes);
    },
  });
  const isInline = type !== 'application/octet-stream';
  return new Response(body, {
    status: asked ? 206 : 200,
    headers: {
      ...baseHeaders,
      'content-type': type,
      'content-length': String(Math.max(0, until - from + 1)),
      'accept-ranges': 'bytes',
      ...(isInline ? {} : { 'content-disposition': 'attachment' }),
      ...(asked ? { 'content-range': `bytes ${from}-${until}/${size}` } : {}),
    },
  });
}
