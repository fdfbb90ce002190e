import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Me } from '@holdfast/contract';
import type { MeReader } from '../../directory/index.ts';

/** Mounted at /api/v1/me. */
export function meRoutes(me: MeReader): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      { config: { permission: 'session:own' }, schema: { operationId: 'readMe', summary: 'Who is asking, and what box this is.', response: { 200: Me } } },
      async (request) => me.read(request.actor),
    );
  };
}
