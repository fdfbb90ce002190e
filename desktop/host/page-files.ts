import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { fileTypes, pageHeaders } from '../main/page-headers.ts';

/** The built page below a person's path. Files of a build never change under their names; index.html is asked for anew. */
export function createPageFiles(directory: string) {
  const compressed = new Map<string, Buffer>();
  const root = directory.endsWith(sep) ? directory : directory + sep;
  return async (path: string, acceptsBrotli: boolean, response: ServerResponse): Promise<void> => {
    const plain = plainOf(path);
    const file = join(root, plain === '' ? 'index.html' : (plain ?? ''));
    const type = fileTypes[extname(file)];
    if (plain === undefined || !file.startsWith(root) || file.includes('\0') || type === undefined) return refuse(response, 404);
    let bytes: Buffer;
    try {
      bytes = await readFile(file);
    } catch {
      return refuse(response, 404);
    }
    const headers: Record<string, string> = { ...pageHeaders, 'content-type': type, 'cache-control': path.startsWith('assets/') ? 'private, max-age=31536000, immutable' : 'no-store' };
    if (acceptsBrotli && /^text\/|json|svg/.test(type)) {
      let packed = compressed.get(file);
      if (!packed || path === '') compressed.set(file, (packed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })));
      bytes = packed;
      headers['content-encoding'] = 'br';
    }
    response.writeHead(200, { ...headers, 'content-length': String(bytes.length), vary: 'accept-encoding' });
    response.end(bytes);
  };
}

/** Undefined where it is not written as an address is. */
function plainOf(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

export function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...pageHeaders, 'content-type': 'text/plain; charset=utf-8' });
  response.end(status === 404 ? 'There is nothing here.\n' : 'This is not allowed.\n');
}
