import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AppError } from '../../kernel/index.ts';
import type { ArchiveDesk } from '../ports.ts';

const mostOfANote = 4 * 1024 * 1024;

/**
 * Mounted at /archive: the sealed files, for the tools of key holders and their copies, behind a token of their own that
 * opens nothing else here. What is served is of no use to whoever lacks a key.
 */
export function archiveFileRoutes(archive: ArchiveDesk): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.addContentTypeParser('text/plain', { parseAs: 'string', bodyLimit: mostOfANote }, (_request, body, done) => done(null, body));

    app.get('/*', { config: { reader: true }, schema: { hide: true } }, async (request, reply) => {
      const file = await archive.file((request.params as { '*': string })['*']);
      if (!file) throw new AppError('NOT_FOUND', 'the archive has no such file');
      return reply.headers({ 'content-type': 'application/octet-stream', 'content-length': file.size, 'cache-control': 'no-store' }).send(file.stream());
    });

    app.post('/access', { config: { reader: true }, bodyLimit: mostOfANote, schema: { hide: true } }, async (request, reply) => {
      if (typeof request.body !== 'string') throw new AppError('BAD_REQUEST', 'a signed note as text/plain is expected');
      await archive.takeAccess(request.body);
      return reply.code(204).send();
    });
  };
}
