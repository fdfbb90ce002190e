import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AnswerSignIn, EnrolPasskey, EnrolTotp, ErrorBody, PasskeyOptions, ReadSignInLink, SignInLink, SignInStep, StartSignIn, TotpSecret, UseSignInLink, WithTicket } from '@holdfast/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/index.ts';
import type { ConsoleSignIn, Opened } from '../../sessions/index.ts';
import { isConsole, setSessionCookie } from '../console-cookie.ts';
import { labelOf, siteOf } from '../console-site.ts';
import { signInLimit, tooMany } from './sessions.ts';

const refused = { 400: ErrorBody, 401: ErrorBody, 403: ErrorBody, 409: ErrorBody, 410: ErrorBody, 429: ErrorBody };
const open = { config: { public: true as const, rateLimit: { ...signInLimit, errorResponseBuilder: tooMany } }, bodyLimit: 32 * 1024 };

/** Mounted at /api/v1/sign-in: the console's way in. What opens a session sets its cookie; nothing here answers a token. */
export function signInRoutes(signIn: ConsoleSignIn): FastifyPluginAsyncTypebox {
  /** A page of another site must not sign somebody in as somebody else either. */
  const site = (request: FastifyRequest) => {
    if (!isConsole(request)) throw new AppError('CROSS_SITE', 'only the console signs in here; programs open a session at /api/v1/sessions');
    return siteOf(request);
  };
  const told = (request: FastifyRequest, reply: FastifyReply, { step, token }: Opened): SignInStep => {
    if (token !== null) setSessionCookie(request, reply, token);
    return step;
  };

  return async (app) => {
    app.post(
      '/',
      { ...open, schema: { operationId: 'startSignIn', summary: 'Name and password; answers what is asked for next.', body: StartSignIn, response: { 200: SignInStep, ...refused } } },
      async (request, reply) => told(request, reply, await signIn.start(request.body, site(request))),
    );
    app.post(
      '/second-factor',
      { ...open, schema: { operationId: 'answerSignIn', summary: 'The second factor; opens the session.', body: AnswerSignIn, response: { 200: SignInStep, ...refused } } },
      async (request, reply) => told(request, reply, await signIn.answer(request.body, site(request), labelOf(request))),
    );
    app.post(
      '/enrol/totp',
      { ...open, schema: { operationId: 'enrolTotp', summary: 'A new authenticator secret, for whoever has no second factor yet.', body: WithTicket, response: { 200: TotpSecret, ...refused } } },
      async (request) => {
        site(request);
        return signIn.enrolTotp(request.body.ticket);
      },
    );
    app.post(
      '/enrol/totp/confirm',
      { ...open, schema: { operationId: 'confirmEnrolledTotp', summary: 'A code of the new secret; opens the session and answers the recovery codes, once.', body: EnrolTotp, response: { 200: SignInStep, ...refused } } },
      async (request, reply) => {
        site(request);
        return told(request, reply, signIn.confirmTotp(request.body, labelOf(request)));
      },
    );
    app.post(
      '/enrol/passkey',
      { ...open, schema: { operationId: 'enrolPasskey', summary: 'What the browser’s authenticator needs to make a passkey.', body: WithTicket, response: { 200: PasskeyOptions, ...refused } } },
      async (request) => ({ options: await signIn.enrolPasskey(request.body.ticket, site(request)) }),
    );
    app.post(
      '/enrol/passkey/confirm',
      { ...open, schema: { operationId: 'confirmEnrolledPasskey', summary: 'The new passkey; opens the session and answers the recovery codes, once.', body: EnrolPasskey, response: { 200: SignInStep, ...refused } } },
      async (request, reply) => told(request, reply, await signIn.confirmPasskey(request.body, site(request), labelOf(request))),
    );
    app.post(
      '/link',
      { ...open, schema: { operationId: 'readSignInLink', summary: 'What a one-time link is good for; does not use it.', body: ReadSignInLink, response: { 200: SignInLink, ...refused } } },
      async (request) => {
        site(request);
        return signIn.readLink(request.body.token);
      },
    );
    app.post(
      '/link/use',
      { ...open, schema: { operationId: 'useSignInLink', summary: 'Sets a password by a one-time link and goes on to the second factor.', body: UseSignInLink, response: { 200: SignInStep, ...refused } } },
      async (request, reply) => told(request, reply, await signIn.useLink(request.body, site(request))),
    );
  };
}
