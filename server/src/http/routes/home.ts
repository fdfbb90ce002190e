import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Home } from '@holdfast/contract';
import type { HomeReader } from '../../overview/index.ts';

/** Mounted at /api/v1/home. */
export function homeRoutes(home: HomeReader): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      { config: { permission: 'home:read', idle: true }, schema: { operationId: 'readHome', summary: 'What needs attention now; of the own team, or of the whole box.', response: { 200: Home } } },
      async (request) => home.read(request.actor, request.scope),
    );
  };
}
