import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ClientExport, ClientId, ClientOwners, ClientSearch, ClientSummaryList, ClientTagList, ErrorBody } from '@holdfast/contract';
import { Type } from 'typebox';
import type { ClientFinder, ClientsExport } from '../../ownership/index.ts';
import { sendCsv } from '../csv.ts';

/** Mounted at /api/v1/clients beside the clients themselves: many of them, as rows and as a file, and who answered one of them when. */
export function clientSearchRoutes(clients: ClientFinder, files: ClientsExport): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/search',
      {
        config: { permission: 'client:read' },
        schema: { operationId: 'searchClients', summary: 'Clients as rows of a table: found by name, firm, tag or number, filtered, in an order.', querystring: ClientSearch, response: { 200: ClientSummaryList, 400: ErrorBody } },
      },
      async (request) => clients.search(request.actor, request.scope, request.query),
    );

    app.get(
      '/tags',
      { config: { permission: 'client:read' }, schema: { operationId: 'listClientTags', summary: 'Tags in use, most used first.', response: { 200: ClientTagList } } },
      async (request) => clients.tags(request.actor, request.scope),
    );

    app.get(
      '/export',
      {
        config: { permission: 'client:export' },
        schema: { operationId: 'exportClients', summary: 'Clients as a file (CSV). Audited; with numbers only for a reason.', produces: ['text/csv'], querystring: ClientExport },
      },
      async (request, reply) => sendCsv(reply, 'clients.csv', files.export(request.actor, request.scope, request.query)),
    );

    app.get(
      '/:clientId/owners',
      {
        config: { permission: 'client:read' },
        schema: { operationId: 'listClientOwners', summary: 'Who answered which of the client’s conversations, when.', params: Type.Object({ clientId: ClientId }), response: { 200: ClientOwners, 404: ErrorBody } },
      },
      async (request) => clients.owners(request.actor, request.scope, request.params.clientId),
    );
  };
}
