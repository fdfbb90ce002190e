import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ColleagueList } from '@holdfast/contract';
import type { Colleagues } from '../../directory/index.ts';

/** Mounted at /api/v1/colleagues. */
export function colleagueRoutes(colleagues: Colleagues): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      {
        config: { permission: 'colleague:read' },
        schema: { operationId: 'listColleagues', summary: 'Names of everybody with a Matrix user, also of those who left.', response: { 200: ColleagueList } },
      },
      async () => ({ colleagues: colleagues.list() }),
    );
  };
}
