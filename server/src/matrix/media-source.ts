import type { Readable } from 'node:stream';
import type { Secret } from '../kernel/index.ts';
import { createDownloader, NetworkFailure } from '../net/index.ts';

/** A file of the homeserver's media repository, or why it cannot be had. */
export type MediaAnswer =
  | { readonly kind: 'file'; readonly body: Readable }
  /** For good: the homeserver has no such file, or the address is none. */
  | { readonly kind: 'gone'; readonly code: string }
  /** For now. */
  | { readonly kind: 'away'; readonly code: string };
export interface MediaSource {
  /** `mxc` as an event names it. Never throws for what the other side does. */
  fetch(mxc: string, signal?: AbortSignal): Promise<MediaAnswer>;
  close(): Promise<void>;
}

const mxcForm = /^mxc:\/\/([^/?#\s]{1,255})\/([A-Za-z0-9_~.-]{1,255})$/u;
/** A file that is still being put up by somebody, or a limit that passes. */
const passing = new Set(['M_NOT_YET_UPLOADED', 'M_LIMIT_EXCEEDED', 'M_UNKNOWN_TOKEN', 'M_MISSING_TOKEN']);

/** Authenticated media (Matrix spec v1.11, client-server API: `/_matrix/client/v1/media/download`), as the control plane's application service. */
export function createMediaSource({ url, asToken }: { url: string; asToken: Secret }): MediaSource {
  const http = createDownloader(url);
  return {
    async fetch(mxc, signal) {
      const [, server, media] = mxcForm.exec(mxc) ?? [];
      if (server === undefined || media === undefined) return { kind: 'gone', code: 'ADDRESS_INVALID' };
      try {
        const { status, errcode, body } = await http.get(`/_matrix/client/v1/media/download/${encodeURIComponent(server)}/${encodeURIComponent(media)}?timeout_ms=20000`, asToken.reveal(), signal);
        if (status === 200) return { kind: 'file', body };
        body.destroy();
        const code = errcode ?? `HTTP_${status}`;
        return { kind: status >= 500 || passing.has(code) ? 'away' : 'gone', code };
      } catch (failure) {
        if (failure instanceof NetworkFailure) return { kind: 'away', code: 'NO_ANSWER' };
        throw failure;
      }
    },
    close: () => http.close(),
  };
}
