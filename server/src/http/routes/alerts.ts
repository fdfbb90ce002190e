import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AcknowledgeAlert, Alert, AlertId, AlertList, AlertQuery, ErrorBody } from '@holdfast/contract';
import { Type } from 'typebox';
import type { Acknowledgement } from '../../alerts/index.ts';
import type { AlertReader } from '../ports.ts';

const params = Type.Object({ alertId: AlertId });

/** Mounted at /api/v1/alerts. */
export function alertRoutes(alerts: AlertReader, acknowledgement: Acknowledgement): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      {
        config: { permission: 'alert:read' },
        schema: { operationId: 'listAlerts', summary: 'What a person should look at, newest first.', querystring: AlertQuery, response: { 200: AlertList } },
      },
      async (request) => ({ alerts: alerts.list(request.actor, request.scope, request.query) }),
    );

    app.post(
      '/:alertId/acknowledge',
      {
        config: { permission: 'alert:acknowledge' },
        schema: {
          operationId: 'acknowledgeAlert',
          summary: 'Say that it was seen: for alerts of a moment, as a message from a handset. The others end with their cause.',
          params,
          body: AcknowledgeAlert,
          response: { 200: Alert, 404: ErrorBody, 409: ErrorBody },
        },
      },
      async (request) => acknowledgement.acknowledge(request.actor, request.scope, request.params.alertId, request.body.reason),
    );
  };
}
