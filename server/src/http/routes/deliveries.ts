import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { DecideDelivery, Delivery, DeliveryFilter, DeliveryList, ErrorBody, EventId } from '@holdfast/contract';
import { Type } from 'typebox';
import type { Deliveries } from '../ports.ts';

const params = Type.Object({ eventId: EventId });
const decided = { 200: Delivery, 403: ErrorBody, 404: ErrorBody, 409: ErrorBody };

/** Mounted at /api/v1/deliveries. */
export function deliveryRoutes(deliveries: Deliveries): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      {
        config: { permission: 'delivery:read' },
        schema: { operationId: 'listDeliveries', summary: 'What is on its way out.', querystring: DeliveryFilter, response: { 200: DeliveryList } },
      },
      async (request) => ({ deliveries: deliveries.list(request.actor, request.scope, request.query) }),
    );

    app.post(
      '/:eventId/send',
      {
        config: { permission: 'delivery:decide' },
        schema: { operationId: 'sendDelivery', summary: 'Send what waits for a person, or repeat an uncertain one.', params, body: DecideDelivery, response: decided },
      },
      async (request) => deliveries.decide(request.actor, request.scope, request.params.eventId, 'send', request.body.reason),
    );

    app.post(
      '/:eventId/discard',
      {
        config: { permission: 'delivery:decide' },
        schema: { operationId: 'discardDelivery', summary: 'Never send it.', params, body: DecideDelivery, response: decided },
      },
      async (request) => deliveries.decide(request.actor, request.scope, request.params.eventId, 'discard', request.body.reason),
    );
  };
}
