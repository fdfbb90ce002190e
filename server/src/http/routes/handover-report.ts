import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ErrorBody, HandoverId, HandoverReport, HandoverRoomQuery } from '@holdfast/contract';
import { Type } from 'typebox';
import type { HandoverReports } from '../../overview/index.ts';

const params = Type.Object({ handoverId: HandoverId });

/** Mounted at /api/v1/handovers. */
export function handoverReportRoutes(reports: HandoverReports): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/:handoverId/report',
      {
        config: { permission: 'handover:read' },
        schema: {
          operationId: 'readHandoverReport',
          summary: 'What it did, to be printed: totals on every page, rooms with clients and unsent messages page by page.',
          params,
          querystring: HandoverRoomQuery,
          response: { 200: HandoverReport, 404: ErrorBody },
        },
      },
      async (request) => reports.read(request.actor, request.scope, request.params.handoverId, request.query),
    );
  };
}
