import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ErrorBody, HealthReport, Liveness, ProbeResult, RunProbe } from '@holdfast/contract';
import type { Health } from '../ports.ts';

/** Mounted at /health: says that the control plane answers and nothing else. */
export function livenessRoutes(): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/health',
      { config: { public: true }, schema: { operationId: 'readLiveness', summary: 'Does the control plane answer?', response: { 200: Liveness } } },
      async () => ({ status: 'ok' as const }),
    );
  };
}

/** Mounted at /api/v1/health. */
export function healthRoutes(health: Health): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      {
        config: { permission: 'health:read' },
        schema: { operationId: 'readHealth', summary: 'What waits, what is connected, how far the record is.', response: { 200: HealthReport } },
      },
      async () => health.report(),
    );

    app.post(
      '/probe',
      {
        config: { permission: 'health:probe' },
        schema: {
          operationId: 'runProbe',
          summary: 'Send a test message through the gate and back.',
          body: RunProbe,
          response: { 200: ProbeResult, 404: ErrorBody },
        },
      },
      async (request) => health.probe(request.actor, request.body),
    );
  };
}
