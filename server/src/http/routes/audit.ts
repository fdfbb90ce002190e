import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AuditPage, AuditQuery } from '@holdfast/contract';
import type { AuditReader } from '../ports.ts';

/** Mounted at /api/v1/audit. */
export function auditRoutes(audit: AuditReader, { smallFirm }: { smallFirm: boolean }): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      {
        config: { permission: 'audit:read' },
        schema: { operationId: 'listAudit', summary: 'Who did what, when and why, oldest first.', querystring: AuditQuery, response: { 200: AuditPage } },
      },
      async (request) => {
        const limit = request.query.limit ?? 100;
        const entries = audit.list({ ...request.query, limit });
        return { entries, next: entries.length === limit ? (entries.at(-1)?.seq ?? null) : null, smallFirm };
      },
    );
  };
}
