import type { FastifyInstance } from 'fastify';
import { AppError, type PersonActor } from '../../kernel/index.ts';

/** Turns a bearer token into who asks. Runs before the body is read, so a stranger cannot make the box parse anything. */
export interface TokenReader {
  /** Throws UNAUTHENTICATED for a token that is unknown, closed or expired, or whose person is locked. */
  actorOf(token: string, options?: { countsAsUse: boolean }): PersonActor;
}

const scheme = /^Bearer +([\x21-\x7e]+)$/i;
const longestToken = 200;

export function installAuthentication(app: FastifyInstance, { tokens }: { tokens: TokenReader }): void {
  app.decorateRequest('actor', null as unknown as PersonActor);
  app.addHook('onRequest', async (request) => {
    if (request.is404 || request.routeOptions.config.public) return;
    request.actor = tokens.actorOf(bearerToken(request.headers.authorization));
  });
}

export function bearerToken(header: string | undefined): string {
  if (header === undefined) throw new AppError('UNAUTHENTICATED', 'sign in first: this needs an Authorization header with a bearer token');
  const token = scheme.exec(header)?.[1];
  if (token === undefined || token.length > longestToken) throw new AppError('UNAUTHENTICATED', 'the Authorization header holds no bearer token');
  return token;
}
