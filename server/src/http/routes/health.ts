import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { DoctorReport, ErrorBody, HealthReport, Liveness, ProbeResult, RunDoctor, RunProbe } from '@holdfast/contract';
import type { Clock } from '../../kernel/index.ts';
import type { DoctorDesk, Health } from '../ports.ts';

/** What the box says of itself to anybody who reaches it. */
export type Discovery = Pick<Liveness, 'serverName' | 'homeserver'>;

const apiVersion = 1;

/** Mounted at /health: that the control plane answers, and what an app must know before it can sign in. */
export function livenessRoutes({ discovery, clock }: { discovery: Discovery; clock: Clock }): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/health',
      { config: { public: true }, schema: { operationId: 'readLiveness', summary: 'Does the control plane answer?', response: { 200: Liveness } } },
      async () => ({ status: 'ok' as const, product: 'holdfast' as const, api: apiVersion, ...discovery, at: clock.now() }),
    );
  };
}

/** Mounted at /api/v1/health. */
export function healthRoutes(health: Health, doctor: DoctorDesk): FastifyPluginAsyncTypebox {
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

    app.get(
      '/doctor',
      { config: { permission: 'health:doctor' }, schema: { operationId: 'readDoctor', summary: 'What the doctor last found.', response: { 200: DoctorReport } } },
      async () => doctor.read(),
    );

    app.post(
      '/doctor',
      {
        config: { permission: 'health:doctor' },
        schema: {
          operationId: 'runDoctor',
          summary: 'Run the doctor’s checks now; answers when they are done. Asked twice at once, it runs once.',
          body: RunDoctor,
          response: { 200: DoctorReport },
        },
      },
      async (request) => doctor.run(request.actor),
    );
  };
}
