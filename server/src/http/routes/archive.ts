import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ArchiveCoverageList, ArchiveCoverageQuery, ArchiveGapList, ArchiveGapQuery, ArchiveStatus, ArchiveVerification, VerifyArchive } from '@holdfast/contract';
import type { ArchiveDesk } from '../ports.ts';

/** Mounted at /api/v1/archive: the state of sealing, witnesses and verification, gaps and certificates. No text, and nothing that opens any. */
export function archiveRoutes(archive: ArchiveDesk): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      { config: { permission: 'archive:read' }, schema: { operationId: 'readArchive', summary: 'Is everything sealed, does somebody watch, was it looked over?', response: { 200: ArchiveStatus } } },
      async () => archive.status(),
    );

    app.get(
      '/gaps',
      { config: { permission: 'archive:read' }, schema: { operationId: 'listArchiveGaps', summary: 'Times in which something may be missing, newest first.', querystring: ArchiveGapQuery, response: { 200: ArchiveGapList } } },
      async (request) => archive.gaps(request.query),
    );

    app.get(
      '/coverage',
      {
        config: { permission: 'archive:read' },
        schema: { operationId: 'listArchiveCoverage', summary: 'By day and company account: do bridge, homeserver and archive have the same messages?', querystring: ArchiveCoverageQuery, response: { 200: ArchiveCoverageList } },
      },
      async (request) => archive.coverage(request.query),
    );

    app.post(
      '/verify',
      {
        config: { permission: 'archive:verify' },
        schema: { operationId: 'verifyArchive', summary: 'Look the archive over now; answers when that is done. Asked twice at once, it runs once.', body: VerifyArchive, response: { 200: ArchiveVerification } },
      },
      async (request) => archive.verify(request.actor, request.body),
    );
  };
}
