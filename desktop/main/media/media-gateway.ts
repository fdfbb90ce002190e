import type { Store } from '../../store/contract.ts';
import { typeOf, unsafe, type Downloads, type MediaBox, type Variant } from './downloads.ts';

type Deps = { readonly downloads: Downloads; readonly present: () => MediaBox | undefined };

const headBytes = 128 * 1024;
const pieceBytes = 256 * 1024;
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
export function createMediaGateway({ downloads, present }: Deps) {
  return async (request: Request, path: string, search: URLSearchParams): Promise<Response> => {
    const here = present();
    if (!here) return refuse(401, 'NOT_SIGNED_IN');
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'BAD_INPUT');
    const [, first = '', second = ''] = /^\/media\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
    if (first === '' || !/^[A-Za-z0-9._:-]+$/.test(first) || !/^[A-Za-z0-9._~-]+$/.test(second) || [first, second].some((part) => /^\.{1,2}$/.test(part))) return refuse(404, 'NOT_FOUND');
    const range = request.headers.get('range');
    if (first === 'out') return serveOutgoing(here.store, second, range);
    const source = `mxc://${first}/${second}`;
    const variant: Variant = search.get('variant') === 'thumb' ? 'thumb' : 'full';
    const found = await here.store.media.read(source, variant, 0, 1);
    if (!found) {
      const status = await downloads.bring(here, source, variant);
      if (status !== 200) return refuse(status, status === 404 ? 'NOT_FOUND' : 'OFFLINE');
    }
    const kept = found ?? (await here.store.media.read(source, variant, 0, 1));
    if (!kept) return refuse(404, 'NOT_FOUND');
    if (kept.mimeType === unsafe) return refuse(415, 'MEDIA_UNSAFE');
    return serve(kept.size, kept.mimeType, range, async (offset, length) => (await here.store.media.read(source, variant, offset, length))?.bytes ?? new Uint8Array());
  };
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
  const asked = rangeOf(range, size);
  const { from, until } = asked ?? { from: 0, until: size - 1 };
  if (asked && from > until) return new Response(null, { status: 416, headers: { ...baseHeaders, 'content-range': `bytes */${size}` } });
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

/** One range of bytes: from a place, or the last so many; what is not one asks for the whole. Beyond the end it is empty. Pure. */
function rangeOf(range: string | null, size: number): { from: number; until: number } | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === '') return last === '' ? undefined : { from: Math.max(0, size - Number(last)), until: size - 1 };
  if (last !== '' && Number(last) < Number(first)) return undefined;
  return { from: Number(first), until: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}
