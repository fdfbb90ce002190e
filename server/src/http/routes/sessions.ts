import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ChangeOwnPassword, CurrentSession, ErrorBody, OpenedSession, OpenSession, PasskeyOptions, Session, SessionId, Verified, VerifySelf } from '@holdfast/contract';
import { Type } from 'typebox';
import { AppError, type PersonActor } from '../../kernel/index.ts';
import type { ConsoleSignIn, OwnFactors } from '../../sessions/index.ts';
import { siteOf } from '../console-site.ts';
import type { Sessions } from '../ports.ts';
import { forgetSessionCookie, sessionCookie } from '../console-cookie.ts';
import { personOf } from '../signed-in-person.ts';

/** Guessing from one address stops here, and a whole office behind one address still gets in at nine; guessing one name stops in sessions/. */
export const signInLimit = { max: 60, timeWindow: 60_000 };

/** Mounted at /api/v1/sessions. */
export function sessionRoutes(sessions: Sessions, { signIn, ownFactors }: { signIn: Pick<ConsoleSignIn, 'verify'>; ownFactors: Pick<OwnFactors, 'askForPasskey'> }): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/',
      {
        config: { public: true, rateLimit: { ...signInLimit, errorResponseBuilder: tooMany } },
        bodyLimit: 16 * 1024,
        schema: {
          operationId: 'openSession',
          summary: 'Sign in.',
          body: OpenSession,
          response: { 201: OpenedSession, 401: ErrorBody, 409: ErrorBody, 429: ErrorBody },
        },
      },
      async (request, reply) => {
        const { token, session, actor } = await sessions.open(request.body, { isLocal: isLoopback(request.ip) });
        return reply.code(201).send({ token, session, person: personOf(actor) });
      },
    );

    app.get(
      '/',
      {
        config: { permission: 'session:own' },
        schema: { operationId: 'listOwnSessions', summary: 'Own open sessions.', response: { 200: Type.Object({ sessions: Type.Array(Session) }) } },
      },
      async (request) => ({ sessions: sessions.list(request.actor) }),
    );

    app.get(
      '/current',
      {
        config: { permission: 'session:own' },
        schema: { operationId: 'readCurrentSession', summary: 'Who is asking, and what they may do.', response: { 200: CurrentSession } },
      },
      async (request) => ({ session: sessions.current(request.actor), person: personOf(request.actor) }),
    );

    app.post(
      '/current/password',
      {
        config: { permission: 'session:own' },
        bodyLimit: 16 * 1024,
        schema: {
          operationId: 'changeOwnPassword',
          summary: 'Change one’s own password; every other session of the person ends.',
          body: ChangeOwnPassword,
          response: { 204: Type.Null(), 401: ErrorBody, 409: ErrorBody, 429: ErrorBody },
        },
      },
      async (request, reply) => {
        await sessions.changePassword(request.actor, request.body);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/current/verify',
      {
        config: { permission: 'session:own', rateLimit: { ...signInLimit, errorResponseBuilder: tooMany } },
        bodyLimit: 32 * 1024,
        schema: { operationId: 'verifySelf', summary: 'Prove again who one is; acts that take something away need it.', body: VerifySelf, response: { 200: Verified, 401: ErrorBody, 429: ErrorBody } },
      },
      async (request) => ({ until: await signIn.verify(request.actor, request.body, siteOf(request)) }),
    );

    app.post(
      '/current/verify/passkey',
      { config: { permission: 'session:own' }, schema: { operationId: 'askForPasskey', summary: 'What the browser’s authenticator needs to prove a passkey.', response: { 200: PasskeyOptions, 404: ErrorBody } } },
      async (request) => ({ options: await ownFactors.askForPasskey(request.actor, siteOf(request)) }),
    );

    app.delete(
      '/:sessionId',
      {
        config: { permission: 'session:own' },
        schema: {
          operationId: 'closeOwnSession',
          summary: 'Sign out; `current` names the session that asks.',
          params: Type.Object({ sessionId: Type.Union([Type.Literal('current'), SessionId]) }),
          response: { 204: Type.Null(), 404: ErrorBody },
        },
      },
      async (request, reply) => {
        const meant = sessionMeant(request.actor, request.params.sessionId);
        sessions.close(request.actor, meant);
        if (meant === request.actor.sessionId && sessionCookie(request) !== undefined) forgetSessionCookie(request, reply);
        return reply.code(204).send(null);
      },
    );
  };
}

function sessionMeant(actor: PersonActor, given: 'current' | SessionId): SessionId {
  return given === 'current' ? actor.sessionId : given;
}

/** This machine itself; the edge says for whom it asks (`trustProxy`). */
const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');

export function tooMany(_request: unknown, { ttl }: { ttl: number }): AppError {
  const seconds = Math.max(1, Math.ceil(ttl / 1000));
  return new AppError('TOO_MANY_REQUESTS', `too many sign-ins from this address; try again in ${seconds} seconds`, { retryAfterSeconds: seconds });
}
