import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { protocol, type Session } from 'electron';
import { fileTypes, pageHeaders } from '../page-headers.ts';

/** The app's own scheme: pages, Matrix and media come from one origin, and nothing else is ever loaded. */
export const appOrigin = 'box://app';

/** Before Electron is ready: the scheme gets the rights of https, or fetch, streams and secure-context features would be refused. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'box', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, corsEnabled: false } }]);
}

export type Gateway = (request: Request) => Promise<Response>;

/** `box://app/_matrix/…` and `/media/…` go to the services, everything else is a file of the build or is not there. */
export function serveScheme(session: Session, rendererDirectory: string, gateway: Gateway): void {
  session.protocol.handle('box', async (request) => {
    const url = new URL(request.url);
    if (url.host !== 'app') return refused(404);
    if (url.pathname.startsWith('/_matrix/') || url.pathname.startsWith('/media/')) return gateway(request);
    if (request.method !== 'GET') return refused(405);
    return serveFile(rendererDirectory, url.pathname);
  });
  // No other scheme reaches the network from a page, whatever a page has been made to believe.
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOwnAddress(details.url) }));
}

const isOwnAddress = (url: string): boolean => url.startsWith(`${appOrigin}/`) || url.startsWith('blob:box://app/') || url.startsWith('data:image/') || url.startsWith('devtools://');

async function serveFile(directory: string, pathname: string): Promise<Response> {
  const path = fileWithin(directory, pathname);
  const type = path === undefined ? undefined : fileTypes[extname(path)];
  if (path === undefined || type === undefined) return refused(404);
  try {
    return new Response(new Uint8Array(await readFile(path)), { headers: { ...pageHeaders, 'content-type': type } });
  } catch {
    return refused(404); // not in the build
  }
}

/** The file a path names, or undefined when it leads out of the folder. Pure. */
export function fileWithin(directory: string, pathname: string): string | undefined {
  let plain: string;
  try {
    plain = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (plain.includes('\0') || plain.includes('\\')) return undefined;
  const path = join(directory, plain === '/' ? 'index.html' : plain);
  return path.startsWith(directory.endsWith(sep) ? directory : directory + sep) ? path : undefined;
}

const refused = (status: number): Response => new Response(null, { status, headers: pageHeaders });
