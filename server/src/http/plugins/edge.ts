import type { FastifyInstance } from 'fastify';
import { AppError, type Log } from '../../kernel/index.ts';

/** The API answers programs, never documents: nothing in an answer may run, be framed, be sniffed or be kept. */
const headers: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export function installSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => void reply.headers(headers));
}

/** One line per request: ids, codes and the route's pattern. Never a body, a query value or a path as it was asked. */
export function installRequestLog(app: FastifyInstance, { log }: { log: Log }): void {
  app.decorateRequest('refusal', null);
  app.addHook('onResponse', async (request, reply) => {
    const fields = {
      requestId: request.id,
      method: request.method,
      route: request.is404 ? null : (request.routeOptions.url ?? null),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      actor: (request.actor as typeof request.actor | null)?.personId ?? null,
      code: request.refusal,
    };
    log.info(fields, 'request');
  });
}

/**
 * Text with a null byte or half a character is refused everywhere: SQLite, the homeserver and the messengers each cut or
 * replace it in their own way, so what is stored would not be what was sent.
 */
export function installCleanText(app: FastifyInstance): void {
  app.addHook('preValidation', async (request) => {
    for (const part of [request.params, request.query, request.body]) {
      const pointer = findUncleanText(part);
      if (pointer !== undefined) throw new AppError('BAD_REQUEST', `${pointer || 'the body'} holds a null byte or half a character`, { field: pointer });
    }
  });
}

const deepest = 64;

function findUncleanText(value: unknown, pointer = '', depth = 0): string | undefined {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? pointer : undefined;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return undefined; // a file is read by whoever knows what it is
  if (depth > deepest) throw new AppError('BAD_REQUEST', `the body is nested deeper than ${deepest} levels`);
  for (const [key, inner] of Object.entries(value)) {
    const below = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const found = key.includes('\0') || !key.isWellFormed() ? pointer : findUncleanText(inner, below, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
