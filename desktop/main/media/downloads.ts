import type { Store } from '../../store/contract.ts';
import type { Fetch } from '../ports.ts';
import { isDrawable, sniffType } from './sniff.ts';

export type MediaBox = { readonly homeserver: string; readonly accessToken: string; readonly store: Store };
export type Variant = 'full' | 'thumb';
type Deps = { readonly fetch: Fetch; /** `share` is 0…1, or null when the box did not say how large the file is. */ readonly onProgress?: (source: string, share: number | null) => void };

/** What a file of a message is served as when it cannot be drawn without danger. */
export const unsafe = 'application/x-holdfast-unsafe';
const headBytes = 128 * 1024;
const pieceBytes = 256 * 1024;
const patienceMs = 10 * 60_000;
const progressEveryMs = 150;

export type Downloads = ReturnType<typeof createDownloads>;

/**
 * Brings files of messages from the homeserver into the encrypted store: each once, however many ask for it. What breaks
 * off leaves nothing half there, and starts again when it is asked for.
 */
export function createDownloads({ fetch, onProgress }: Deps) {
  const coming = new Map<string, { readonly abort: AbortController; readonly done: Promise<number> }>();

  async function download({ homeserver, accessToken, store }: MediaBox, source: string, variant: Variant, cancelled: AbortSignal): Promise<number> {
    const id = source.slice('mxc://'.length);
    const path = variant === 'thumb' ? `thumbnail/${id}?width=640&height=640&method=scale` : `download/${id}`;
    let answer: Response;
    try {
      answer = await fetch(`${homeserver}/_matrix/client/v1/media/${path}`, { headers: { authorization: `Bearer ${accessToken}` }, signal: AbortSignal.any([cancelled, AbortSignal.timeout(patienceMs)]) });
    } catch {
      return 502;
    }
    if (!answer.ok || !answer.body) {
      await answer.body?.cancel();
      // The homeserver makes no thumbnail of what it cannot read; the whole file says what it is.
      if (variant === 'thumb' && answer.status !== 401) return bringWhole({ homeserver, accessToken, store }, source);
      return answer.status === 404 || answer.status === 403 ? 404 : 502;
    }
    const size = Number(answer.headers.get('content-length') ?? Number.NaN);
    const tell = variant === 'full' ? progressOf(source, size) : () => undefined;
    let writeId: string | undefined;
    let head = new Uint8Array();
    let got = 0;
    try {
      for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
        tell((got += chunk.length));
        if (writeId !== undefined) {
          await store.media.append(writeId, chunk);
          continue;
        }
        head = Buffer.concat([head, chunk]);
        if (head.length < headBytes) continue;
        writeId = await store.media.begin(source, variant, typeOf(head));
        await store.media.append(writeId, head);
      }
      if (Number.isFinite(size) && got < size) throw new Error('the file broke off');
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
  async function bringWhole(here: MediaBox, source: string): Promise<number> {
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

  function progressOf(source: string, size: number): (got: number) => void {
    let toldAt = 0;
    return (got) => {
      const now = performance.now();
      if (now - toldAt < progressEveryMs) return;
      toldAt = now;
      onProgress?.(source, size > 0 ? Math.min(1, got / size) : null);
    };
  }

  /** Resolves to a status: 200 when it is in the store, 404 when the box has no such file, 502 for what may be tried again. */
  function bring(here: MediaBox, source: string, variant: Variant): Promise<number> {
    const key = `${variant} ${source}`;
    const running = coming.get(key);
    if (running) return running.done;
    const abort = new AbortController();
    const done = download(here, source, variant, abort.signal).finally(() => coming.delete(key));
    coming.set(key, { abort, done });
    return done;
  }

  return {
    bring,
    /** Ends the download of the whole file, for everybody who waits for it; false when none runs. */
    cancel(source: string): boolean {
      const running = coming.get(`full ${source}`);
      running?.abort.abort();
      return running !== undefined;
    },
    stop: (): void => coming.forEach(({ abort }) => abort.abort()),
  };
}

/** What the first bytes of a file are, whatever anybody said of it; `unsafe` for what would unfold into an enormous picture. */
export function typeOf(head: Uint8Array): string {
  const type = sniffType(head);
  return isDrawable(type, head) ? type : unsafe;
}
