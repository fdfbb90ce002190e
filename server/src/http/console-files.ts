import { existsSync } from 'node:fs';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../kernel/index.ts';

/** CSP level 3 and Trusted Types: files of the box only, no inline script or style, no other host, nobody's frame. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "media-src 'self' blob:",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types vue',
].join('; ');
const headers: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(), geolocation=(), payment=(), usb=()',
};
const aDay = 'public, max-age=86400';
const aYear = 'public, max-age=31536000, immutable';

/**
 * The admin console's own files, which tell nothing about the box. Its addresses are the page's: whatever is neither a file
 * nor the API's is answered with the page, which then says what is there.
 */
export function consoleFiles(directory: string): FastifyPluginAsyncTypebox {
  return async (app) => {
    if (!existsSync(join(directory, 'index.html'))) return; // not built: a box without console
    await app.register(staticFiles, { root: directory, serve: false, dotfiles: 'deny', cacheControl: false, preCompressed: true });
    const file = { config: { file: true as const }, schema: { hide: true } };
    app.get('/assets/*', file, (request, reply) => reply.headers({ ...headers, 'cache-control': aYear }).sendFile(`assets/${(request.params as { '*': string })['*']}`));
    app.get('/icon.svg', file, (_request, reply) => reply.headers({ ...headers, 'cache-control': aDay }).sendFile('icon.svg'));
    const page = (_request: FastifyRequest, reply: FastifyReply) => reply.headers({ ...headers, 'cache-control': 'no-store' }).sendFile('index.html');
    app.get('/', file, page);
    for (const address of ['/:place', '/:place/*']) {
      app.get(address, file, (request, reply) => {
        if ((request.params as { place: string }).place === 'api') throw new AppError('NOT_FOUND', 'the API has nothing at this address');
        return page(request, reply);
      });
    }
  };
}
