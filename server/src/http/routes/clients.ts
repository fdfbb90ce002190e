import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ChangeClient, Client, ClientId, ClientList, ClientQuery, ErrorBody, MergeClients, SplitClient } from '@holdfast/contract';
import { Type } from 'typebox';
import type { Clients } from '../../directory/index.ts';

const params = Type.Object({ clientId: ClientId });

/** Mounted at /api/v1/clients. */
export function clientRoutes(clients: Clients): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      { config: { permission: 'client:read' }, schema: { operationId: 'listClients', summary: 'Clients, most recently active first.', querystring: ClientQuery, response: { 200: ClientList, 400: ErrorBody } } },
      async (request) => clients.list(request.actor, request.scope, request.query),
    );

    app.get(
      '/:clientId',
      { config: { permission: 'client:read' }, schema: { operationId: 'readClient', summary: 'One client.', params, response: { 200: Client, 404: ErrorBody } } },
      async (request) => clients.get(request.actor, request.scope, request.params.clientId),
    );

    app.patch(
      '/:clientId',
      {
        config: { permission: 'client:manage' },
        schema: { operationId: 'changeClient', summary: 'Name, firm, language and tags of a client.', params, body: ChangeClient, response: { 200: Client, 404: ErrorBody, 409: ErrorBody } },
      },
      async (request) => clients.change(request.actor, request.scope, request.params.clientId, request.body),
    );

    app.post(
      '/:clientId/merge',
      {
        config: { permission: 'client:manage' },
        schema: { operationId: 'mergeClients', summary: 'Another client is the same person: their conversations move here.', params, body: MergeClients, response: { 200: Client, 404: ErrorBody, 409: ErrorBody } },
      },
      async (request) => clients.merge(request.actor, request.scope, request.params.clientId, request.body),
    );

    app.post(
      '/:clientId/split',
      {
        config: { permission: 'client:manage' },
        schema: {
          operationId: 'splitClient',
          summary: 'Some conversations are somebody else’s: they get a client of their own, or the one back that a merge brought in.',
          params,
          body: SplitClient,
          response: { 201: Client, 404: ErrorBody, 409: ErrorBody },
        },
      },
      async (request, reply) => reply.code(201).send(clients.split(request.actor, request.scope, request.params.clientId, request.body)),
    );
  };
}
