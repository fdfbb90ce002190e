import { errorTable, type ErrorBody, type ErrorCode } from '@holdfast/contract';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type Log } from '../../kernel/index.ts';

/** What the framework itself refuses, in the words of the closed table. */
const frameworkRefusals: Readonly<Record<string, { code: ErrorCode; message: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'PAYLOAD_TOO_LARGE', message: 'the body is larger than this route accepts' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'BAD_REQUEST', message: 'the content type must be application/json' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'BAD_REQUEST', message: 'the body is empty' },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'BAD_REQUEST', message: 'the body is not JSON' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'BAD_REQUEST', message: 'the body is not as long as announced' },
  FST_ERR_BAD_URL: { code: 'BAD_REQUEST', message: 'the address is not valid' },
};

/** The one place where a refusal becomes HTTP. Whatever is not from the closed table is a bug: logged whole, answered as INTERNAL. */
export function installErrors(app: FastifyInstance, { log }: { log: Log }): void {
  app.setErrorHandler((failure: FastifyError | AppError, request, reply) => refuse(failure, request, reply, log));
  app.setNotFoundHandler((request, reply) => refuse(new AppError('NOT_FOUND', 'there is nothing at this address'), request, reply, log));
}

export function refuse(failure: Error, request: FastifyRequest, reply: FastifyReply, log: Log): FastifyReply {
  const refusal = asRefusal(failure);
  request.refusal = refusal?.code ?? 'INTERNAL';
  if (!refusal) {
    const { name, message, stack, cause } = failure;
    const bug = { requestId: request.id, route: request.routeOptions.url, name, message, stack, cause: cause instanceof Error ? cause.stack : undefined };
    log.error(bug, 'request failed on a bug');
    return send(reply, { code: 'INTERNAL', message: `something went wrong here; quote request ${request.id}`, requestId: request.id });
  }
  if (refusal.retryAfterSeconds !== undefined) void reply.header('retry-after', refusal.retryAfterSeconds);
  if (refusal.code === 'UNAUTHENTICATED') void reply.header('www-authenticate', 'Bearer');
  const field = refusal.field === undefined ? {} : { field: refusal.field };
  return send(reply, { code: refusal.code, message: refusal.message, ...field, requestId: request.id });
}

function asRefusal(failure: Error): AppError | undefined {
  if (failure instanceof AppError) return failure;
  const { code, statusCode } = failure as FastifyError;
  const known = code === undefined ? undefined : frameworkRefusals[code];
  if (known) return new AppError(known.code, known.message);
  if (failure instanceof SyntaxError && statusCode === 400) return new AppError('BAD_REQUEST', 'the body is not JSON');
  // Parsers and streams that gave up on the request answer 4xx themselves; their words describe our internals, so not those.
  if (statusCode === 413) return new AppError('PAYLOAD_TOO_LARGE', 'the body is larger than this route accepts');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new AppError('BAD_REQUEST', 'the request cannot be understood');
  return undefined;
}

function send(reply: FastifyReply, body: ErrorBody): FastifyReply {
  return reply
    .code(errorTable[body.code as ErrorCode])
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify) // a route's response schema must not reshape a refusal
    .send(body);
}
