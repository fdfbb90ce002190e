import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../kernel/index.ts';

/**
 * The console's session in the browser: out of reach of scripts, never sent by other sites' pages. Over TLS its name begins
 * with `__Host-`, so that no neighbour under the same domain can plant one (RFC 6265bis §4.1.3).
 */
const names = { secure: '__Host-holdfast', plain: 'holdfast' } as const;
const longest = 200;
const reading: ReadonlySet<string> = new Set(['GET', 'HEAD']);

const isSecure = (request: FastifyRequest): boolean => request.protocol === 'https';
const nameFor = (request: FastifyRequest): string => (isSecure(request) ? names.secure : names.plain);

export function sessionCookie(request: FastifyRequest): string | undefined {
  const value = request.cookies[nameFor(request)];
  return value === undefined || value === '' || value.length > longest ? undefined : value;
}

const kept = (request: FastifyRequest) => ({ path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure(request) }) as const;

/** Without an age: it ends with the browser, and long before that with the session. */
export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  void reply.setCookie(nameFor(request), token, kept(request));
}

export function forgetSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  void reply.clearCookie(nameFor(request), kept(request));
}

/** Says of itself that it is the console: a header that no form and no foreign page can send without being asked first. */
export const isConsole = (request: FastifyRequest): boolean => request.headers['x-holdfast-console'] === '1';

/**
 * A browser sends the cookie with whatever asks for it; only the console's own pages may change something with it. Reading
 * is refused to foreign pages too, wherever the browser says that one asks.
 */
export function requireSameSite(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  const foreign = (site !== undefined && site !== 'same-origin' && site !== 'none') || (origin !== undefined && origin !== originOf(request));
  const bare = !reading.has(request.method) && !isConsole(request);
  if (foreign || bare) throw new AppError('CROSS_SITE', 'only the console’s own pages may ask this with its cookie');
}

export const originOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}`;
