import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ErrorBody, MadeSignInLink } from '@holdfast/contract';
import type { ConsoleSignIn } from '../../sessions/index.ts';
import { originOf } from '../console-cookie.ts';

/** Mounted at /api/v1/sign-in-links: the link by which a person becomes the box's first administrator of flesh and blood. */
export function signInLinkRoutes(signIn: Pick<ConsoleSignIn, 'makeLink'>): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/',
      {
        config: { permission: 'person:manage', reauth: true },
        schema: { operationId: 'makeAdministratorLink', summary: 'A one-time link that makes a new administrator; the one of before ends.', response: { 201: MadeSignInLink, 403: ErrorBody } },
      },
      async (request, reply) => {
        const { token, expiresAt } = signIn.makeLink(request.actor, 'first-administrator', null);
        return reply.code(201).send({ url: `${originOf(request)}/link#${token}`, expiresAt });
      },
    );
  };
}
