import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AuditExportQuery, AuditPage, AuditQuery } from '@holdfast/contract';
import { sendCsv } from '../csv.ts';
import type { AuditReader } from '../ports.ts';

/** Mounted at /api/v1/audit. */
export function auditRoutes(audit: AuditReader, { smallFirm }: { smallFirm: boolean }): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      {
        config: { permission: 'audit:read' },
        schema: { operationId: 'listAudit', summary: 'Who did what, when and why.', querystring: AuditQuery, response: { 200: AuditPage } },
      },
      async (request) => ({ ...audit.list({ ...request.query, limit: request.query.limit ?? 100 }), smallFirm }),
    );

    app.get(
      '/export',
      {
        config: { permission: 'audit:export', reauth: true },
        schema: {
          operationId: 'exportAudit',
          summary: 'The entries as a file (CSV), oldest first, for a reason. Audited.',
          produces: ['text/csv'],
          querystring: AuditExportQuery,
        },
      },
      async (request, reply) => sendCsv(reply, 'audit.csv', audit.export(request.actor, request.query)),
    );
  };
}
