import type { FastifyInstance } from 'fastify';
import { AppError, type PersonActor } from '../../kernel/index.ts';
import { isConsole, requireSameSite, sessionCookie } from '../console-cookie.ts';

/** Turns a token into who asks. Runs before the body is read, so a stranger cannot make the box parse anything. */
export interface TokenReader {
  /** Throws UNAUTHENTICATED for a token that is unknown, closed or expired, or whose person is locked. */
  actorOf(token: string, options?: { countsAsUse: boolean }): PersonActor;
  /** Whether the session's person proved lately who they are. */
  isVerified(actor: PersonActor): boolean;
}
/** The token of the tools that copy the archive: it is nobody's, and opens those files alone. */
export interface ArchiveReaders {
  isReader(token: string): boolean;
}

const scheme = /^Bearer +([\x21-\x7e]+)$/i;
const longestToken = 200;

export function installAuthentication(app: FastifyInstance, { tokens, readers }: { tokens: TokenReader; readers: ArchiveReaders }): void {
  app.decorateRequest('actor', null as unknown as PersonActor);
  app.decorateRequest('token', null);
  app.addHook('onRequest', async (request) => {
    const { config } = request.routeOptions;
    if (request.is404 || config.file) return;
    if (config.reader) {
      if (!readers.isReader(bearerToken(request.headers.authorization))) throw new AppError('UNAUTHENTICATED', 'this is not the token of the archive’s readers');
      return;
    }
    const cookie = request.headers.authorization === undefined ? sessionCookie(request) : undefined;
    if (cookie !== undefined || isConsole(request)) requireSameSite(request);
    if (config.public) return;
    request.token = cookie ?? bearerToken(request.headers.authorization);
    request.actor = tokens.actorOf(request.token, { countsAsUse: !config.idle });
    if (config.reauth && !tokens.isVerified(request.actor)) throw new AppError('REAUTHENTICATION_REQUIRED', 'prove again who you are: POST /api/v1/sessions/current/verify');
  });
}

export function bearerToken(header: string | undefined): string {
  if (header === undefined) throw new AppError('UNAUTHENTICATED', 'sign in first: this needs an Authorization header with a bearer token');
  const token = scheme.exec(header)?.[1];
  if (token === undefined || token.length > longestToken) throw new AppError('UNAUTHENTICATED', 'the Authorization header holds no bearer token');
  return token;
}
