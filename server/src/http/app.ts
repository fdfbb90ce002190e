import './request-context.ts';
import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify from 'fastify';
import type { Clock, Log, News } from '../kernel/index.ts';
import { compileAnswer } from './answer-schema.ts';
import { apiRoutes, type ApiServices } from './api-routes.ts';
import { compileInput } from './input-schema.ts';
import { consoleFiles } from './console-files.ts';
import { installAuthentication } from './plugins/authentication.ts';
import { installCleanText, installRequestLog, installSecurityHeaders } from './plugins/edge.ts';
import { installErrors, refuse } from './plugins/errors.ts';
import { installOpenApi, openApiRoutes } from './plugins/openapi.ts';
import { installPermissions, type RouteRule } from './plugins/permissions.ts';
import type { Belonging } from './ports.ts';
import { archiveFileRoutes } from './routes/archive-files.ts';
import { livenessRoutes, type Discovery } from './routes/health.ts';
import { streamRoutes } from './stream.ts';

export type ApiDeps = {
  readonly services: ApiServices;
  readonly belonging: Belonging;
  readonly news: News;
  readonly clock: Clock;
  readonly log: Log;
  readonly smallFirm: boolean;
  readonly discovery: Discovery;
  /** Built files of the admin console; null serves none. */
  readonly consoleDirectory: string | null;
  readonly heartbeatMs?: number;
};

const mostBytes = 256 * 1024;
const longestParam = 1024; // a Matrix id of 255 bytes, percent-encoded

/** The API for people, command line and console. Built and ready for `inject` or `listen`; opens no port itself. */
export async function createApi(deps: ApiDeps) {
  const { services, belonging, news, clock, log, smallFirm, discovery, consoleDirectory, heartbeatMs } = deps;
  const app = Fastify({
    logger: false, // requests are logged by installRequestLog, which knows what may be written down
    bodyLimit: mostBytes,
    trustProxy: 'loopback', // the edge runs on this machine and says who asks; nobody farther away is believed
    requestTimeout: 30_000, // a request that trickles in is ended; answers may take longer
    exposeHeadRoutes: false,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: longestParam },
    frameworkErrors: (failure, request, reply) => void refuse(failure, request, reply as never, log),
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(compileInput);
  app.setSerializerCompiler(compileAnswer);

  installErrors(app, { log });
  installRequestLog(app, { log });
  installSecurityHeaders(app);
  // Lists of a large company, for whoever is not on the box's own wire. Only what an answer says: the stream is read as it comes.
  await app.register(compress, { encodings: ['gzip'], customTypes: /^application\/json/, threshold: 1_024 });
  await app.register(cookie);
  await app.register(rateLimit, { global: false });
  installAuthentication(app, { tokens: services.sessions, readers: services.archive });
  const rules = installPermissions(app);
  installCleanText(app);
  await installOpenApi(app);

  if (consoleDirectory !== null) await app.register(consoleFiles(consoleDirectory));
  await app.register(livenessRoutes({ discovery, clock }));
  await app.register(openApiRoutes());
  await app.register(archiveFileRoutes(services.archive), { prefix: '/archive' });
  await app.register(streamRoutes({ news, sessions: services.sessions, belonging, clock, ...(heartbeatMs === undefined ? {} : { heartbeatMs }) }), {
    prefix: '/api/v1/stream',
  });
  for (const { prefix, routes } of apiRoutes(services, { smallFirm })) await app.register(routes, { prefix });
  await app.ready();
  return Object.assign(app, { rules: rules satisfies readonly RouteRule[] });
}

export type Api = Awaited<ReturnType<typeof createApi>>;
