import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { AlertReader, AuditReader, Corrections, Deliveries, Health, Sessions } from './ports.ts';
import { alertRoutes } from './routes/alerts.ts';
import { auditRoutes } from './routes/audit.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { healthRoutes } from './routes/health.ts';
import { messageRoutes } from './routes/messages.ts';
import { sessionRoutes } from './routes/sessions.ts';

/** Everything the API speaks for. main.ts builds them; a test gives its own. */
export type ApiServices = {
  readonly sessions: Sessions;
  readonly audit: AuditReader;
  readonly alerts: AlertReader;
  readonly health: Health;
  readonly deliveries: Deliveries;
  readonly corrections: Corrections;
};

export type MountedRoutes = { readonly prefix: string; readonly routes: FastifyPluginAsyncTypebox };

/** The API in one table: a resource, and who answers for it. A new resource is a file in routes/ and a line here. */
export function apiRoutes(services: ApiServices, { smallFirm }: { smallFirm: boolean }): readonly MountedRoutes[] {
  return [
    { prefix: '/api/v1/sessions', routes: sessionRoutes(services.sessions) },
    { prefix: '/api/v1/deliveries', routes: deliveryRoutes(services.deliveries) },
    { prefix: '/api/v1/messages', routes: messageRoutes(services.corrections) },
    { prefix: '/api/v1/alerts', routes: alertRoutes(services.alerts) },
    { prefix: '/api/v1/audit', routes: auditRoutes(services.audit, { smallFirm }) },
    { prefix: '/api/v1/health', routes: healthRoutes(services.health) },
  ];
}
