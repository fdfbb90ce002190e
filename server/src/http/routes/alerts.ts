import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AlertList, AlertQuery } from '@holdfast/contract';
import type { AlertReader } from '../ports.ts';

/** Mounted at /api/v1/alerts. */
export function alertRoutes(alerts: AlertReader): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      {
        config: { permission: 'alert:read' },
        schema: { operationId: 'listAlerts', summary: 'What a person should look at, newest first.', querystring: AlertQuery, response: { 200: AlertList } },
      },
      async (request) => ({ alerts: alerts.list(request.actor, request.scope, request.query) }),
    );
  };
}
