import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ErrorBody, MadeSignInLink, PersonId, PersonSessionParams, PersonSessions } from '@holdfast/contract';
import { Type } from 'typebox';
import type { ConsoleSignIn } from '../../sessions/index.ts';
import { originOf } from '../console-cookie.ts';
import type { Sessions } from '../ports.ts';

const params = Type.Object({ personId: PersonId });

/** Mounted at /api/v1/people: where somebody is signed in, and a link by which they set their password anew. */
export function personSessionRoutes(sessions: Pick<Sessions, 'listOf' | 'closeOf'>, signIn: Pick<ConsoleSignIn, 'makeLink'>): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/:personId/sessions',
      { config: { permission: 'person:manage' }, schema: { operationId: 'listPersonSessions', summary: 'Somebody’s open sessions.', params, response: { 200: PersonSessions } } },
      async (request) => ({ sessions: sessions.listOf(request.params.personId, request.actor.sessionId) }),
    );
    app.delete(
      '/:personId/sessions/:sessionId',
      { config: { permission: 'person:manage' }, schema: { operationId: 'closePersonSession', summary: 'End one of somebody’s sessions.', params: PersonSessionParams, response: { 204: Type.Null(), 404: ErrorBody } } },
      async (request, reply) => {
        sessions.closeOf(request.actor, request.params.personId, request.params.sessionId);
        return reply.code(204).send(null);
      },
    );
    app.post(
      '/:personId/setup-link',
      {
        config: { permission: 'person:manage', reauth: true },
        schema: { operationId: 'makeSetupLink', summary: 'A one-time link by which somebody with a role in the console sets their password and second factor; the ones of before hold until it is used.', params, response: { 201: MadeSignInLink, 404: ErrorBody, 409: ErrorBody } },
      },
      async (request, reply) => {
        const { token, expiresAt } = signIn.makeLink(request.actor, 'reset', request.params.personId);
        return reply.code(201).send({ url: `${originOf(request)}/link#${token}`, expiresAt });
      },
    );
  };
}
