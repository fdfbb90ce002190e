import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { BridgeId } from '@holdfast/contract';
import type { Log, Secret } from '../../kernel/index.ts';

/** One bridge's credentials towards the gate: the homeserver's token and the bridge's own. */
export type BridgeTokens = { readonly fromHomeserver: Secret; readonly fromBridge: Secret };

/** What the gate's listener does with what arrives. The services behind it know nothing of HTTP. */
export interface GateInbox {
  /** A push: only a hint that there is something to read, and the carrier of typing and receipts. */
  pushed(bridgeId: BridgeId, ephemeral: readonly Record<string, unknown>[]): void;
  /** A ping through the homeserver. */
  pinged(bridgeId: BridgeId, transactionId: string): void;
  /** False when the body is not what a bridge posts. Durable when it returns. */
  checkpoints(bridgeId: BridgeId, body: unknown): boolean;
  status(bridgeId: BridgeId, body: unknown): boolean;
}

type Deps = { bridges: ReadonlyMap<string, BridgeTokens>; inbox: GateInbox; log: Log };
type Params = { bridge: string };

/** Synapse puts at most 100 events of 64 KiB into one push. */
const mostBytes = 16 * 1024 * 1024;

/**
 * The gate's listener (Matrix spec, application service API). Exactly these endpoints exist, each bridge with tokens of
 * its own; provisioning is never reachable here. Anything else is 404, and a wrong token learns no more than that.
 */
export function createGateListener({ bridges, inbox, log }: Deps): FastifyInstance {
  const app = Fastify({ logger: false, bodyLimit: mostBytes, requestTimeout: 60_000, exposeHeadRoutes: false, routerOptions: { maxParamLength: 1024 } });
  app.removeContentTypeParser('text/plain');

  app.setNotFoundHandler((_request, reply) => answer(reply, 404, 'M_UNRECOGNIZED'));
  app.setErrorHandler((failure: { statusCode?: number; code?: string; stack?: string }, request, reply) => {
    const status = failure.statusCode ?? 500;
    if (status >= 500) log.error({ route: request.routeOptions.url, stack: failure.stack }, 'gate.request-failed');
    else log.warn({ route: request.routeOptions.url, code: failure.code }, 'gate.request-refused');
    // Anything but 200 makes the homeserver keep the transaction and try again.
    answer(reply, status, status === 413 ? 'M_TOO_LARGE' : status < 500 ? 'M_NOT_JSON' : 'M_UNKNOWN');
  });

  function guard(side: keyof BridgeTokens) {
    return async (request: FastifyRequest, reply: FastifyReply) => {
      const tokens = bridges.get((request.params as Params).bridge);
      const presented = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
      if (!tokens) return answer(reply, 404, 'M_UNRECOGNIZED');
      if (presented === undefined) return answer(reply, 401, 'M_MISSING_TOKEN');
      if (!tokens[side].equals(presented)) return answer(reply, 403, 'M_FORBIDDEN');
      return undefined;
    };
  }
  const bridgeOf = (request: FastifyRequest): BridgeId => (request.params as Params).bridge as BridgeId;

  const homeserver = '/from-homeserver/:bridge/_matrix/app/v1';
  const fromHomeserver = { onRequest: guard('fromHomeserver') };
  app.put(`${homeserver}/transactions/:transaction`, fromHomeserver, async (request, reply) => {
    const body = request.body;
    if (!isRecord(body) || (body['events'] !== undefined && !Array.isArray(body['events']))) return answer(reply, 400, 'M_BAD_JSON');
    const ephemeral = body['ephemeral'] ?? body['de.sorunome.msc2409.ephemeral'];
    inbox.pushed(bridgeOf(request), Array.isArray(ephemeral) ? ephemeral.filter(isRecord) : []);
    return reply.send({});
  });
  app.post(`${homeserver}/ping`, fromHomeserver, async (request, reply) => {
    const transactionId = isRecord(request.body) ? request.body['transaction_id'] : undefined;
    inbox.pinged(bridgeOf(request), typeof transactionId === 'string' ? transactionId : '');
    return reply.send({});
  });
  app.get(`${homeserver}/users/:user`, fromHomeserver, async (_request, reply) => answer(reply, 404, 'M_NOT_FOUND'));
  app.get(`${homeserver}/rooms/:alias`, fromHomeserver, async (_request, reply) => answer(reply, 404, 'M_NOT_FOUND'));

  const fromBridge = { onRequest: guard('fromBridge') };
  app.post('/from-bridge/:bridge/checkpoints', fromBridge, async (request, reply) =>
    inbox.checkpoints(bridgeOf(request), request.body) ? reply.send({}) : answer(reply, 400, 'M_BAD_JSON'),
  );
  app.post('/from-bridge/:bridge/status', fromBridge, async (request, reply) =>
    inbox.status(bridgeOf(request), request.body) ? reply.send({}) : answer(reply, 400, 'M_BAD_JSON'),
  );
  return app;
}

function answer(reply: FastifyReply, status: number, errcode: string): FastifyReply {
  return reply.code(status).send({ errcode, error: errcode });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
