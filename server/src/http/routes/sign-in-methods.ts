import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AddPasskey, ConfirmTotp, ErrorBody, PasskeyOptions, PasskeyParams, RecoveryCodes, SignInMethods, TotpSecret } from '@holdfast/contract';
import { Type } from 'typebox';
import type { OwnFactors } from '../../sessions/index.ts';
import { siteOf } from '../console-site.ts';

const reading = { permission: 'session:own' } as const;
const changing = { permission: 'session:own', reauth: true } as const;
const refused = { 401: ErrorBody, 403: ErrorBody, 404: ErrorBody, 409: ErrorBody };

/** Mounted at /api/v1/sign-in-methods: one's own second factors. Each change needs a fresh proof. */
export function signInMethodRoutes(own: OwnFactors): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/', { config: reading, schema: { operationId: 'listSignInMethods', summary: 'What one proves oneself with.', response: { 200: SignInMethods } } }, async (request) => own.list(request.actor));
    app.post('/totp', { config: changing, schema: { operationId: 'startTotp', summary: 'A new authenticator secret, in force once a code of it was right.', response: { 200: TotpSecret, ...refused } } }, async (request) => own.startTotp(request.actor));
    app.post(
      '/totp/confirm',
      { config: changing, schema: { operationId: 'confirmTotp', summary: 'A code of the new secret; the one of before is over.', body: ConfirmTotp, response: { 200: RecoveryCodes, ...refused } } },
      async (request) => ({ recoveryCodes: own.confirmTotp(request.actor, request.body.code) }),
    );
    app.delete('/totp', { config: changing, schema: { operationId: 'removeTotp', summary: 'Take the authenticator away; the last second factor stays.', response: { 204: Type.Null(), ...refused } } }, async (request, reply) => {
      own.remove(request.actor, null);
      return reply.code(204).send(null);
    });
    app.post(
      '/passkeys/options',
      { config: changing, schema: { operationId: 'offerPasskey', summary: 'What the browser’s authenticator needs to make a passkey.', response: { 200: PasskeyOptions, ...refused } } },
      async (request) => ({ options: await own.offerPasskey(request.actor, siteOf(request)) }),
    );
    app.post(
      '/passkeys',
      { config: changing, bodyLimit: 32 * 1024, schema: { operationId: 'addPasskey', summary: 'Add the passkey that was made.', body: AddPasskey, response: { 200: RecoveryCodes, ...refused } } },
      async (request) => ({ recoveryCodes: await own.addPasskey(request.actor, request.body, siteOf(request)) }),
    );
    app.delete(
      '/passkeys/:passkeyId',
      { config: changing, schema: { operationId: 'removePasskey', summary: 'Take a passkey away; the last second factor stays.', params: PasskeyParams, response: { 204: Type.Null(), ...refused } } },
      async (request, reply) => {
        own.remove(request.actor, request.params.passkeyId);
        return reply.code(204).send(null);
      },
    );
    app.post(
      '/recovery-codes',
      { config: changing, schema: { operationId: 'renewRecoveryCodes', summary: 'Ten new codes; those of before are over.', response: { 200: RecoveryCodes, ...refused } } },
      async (request) => ({ recoveryCodes: own.renewCodes(request.actor) }),
    );
  };
}
