import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AddClientNote, ClientId, ClientNote, ClientNoteId, ClientNoteList, ClientNoteQuery, ErrorBody, RevealClient, RevealedContacts } from '@holdfast/contract';
import { Type } from 'typebox';
import type { ClientContacts, ClientNotes } from '../../directory/index.ts';

const params = Type.Object({ clientId: ClientId });

/** Mounted at /api/v1/clients beside the clients themselves: what colleagues noted about one, and the numbers behind one. */
export function clientCardRoutes({ clientNotes, clientContacts }: { clientNotes: ClientNotes; clientContacts: ClientContacts }): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/:clientId/notes',
      {
        config: { permission: 'client-note:read' },
        schema: { operationId: 'listClientNotes', summary: 'What colleagues noted, newest first.', params, querystring: ClientNoteQuery, response: { 200: ClientNoteList, 400: ErrorBody, 404: ErrorBody } },
      },
      async (request) => clientNotes.list(request.actor, request.scope, request.params.clientId, request.query),
    );

    app.post(
      '/:clientId/notes',
      {
        config: { permission: 'client-note:write' },
        schema: { operationId: 'addClientNote', summary: 'Note something for colleagues.', params, body: AddClientNote, response: { 201: ClientNote, 404: ErrorBody, 409: ErrorBody } },
      },
      async (request, reply) => reply.code(201).send(clientNotes.add(request.actor, request.scope, request.params.clientId, request.body)),
    );

    app.delete(
      '/:clientId/notes/:noteId',
      {
        config: { permission: 'client-note:write' },
        schema: {
          operationId: 'removeClientNote',
          summary: 'Take one’s own note away; it stays on record.',
          params: Type.Object({ clientId: ClientId, noteId: ClientNoteId }),
          response: { 204: Type.Null(), 403: ErrorBody, 404: ErrorBody },
        },
      },
      async (request, reply) => {
        clientNotes.remove(request.actor, request.scope, request.params.clientId, request.params.noteId);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/:clientId/reveal',
      {
        config: { permission: 'client:reveal' },
        schema: { operationId: 'revealClient', summary: 'The numbers behind one’s conversations with a client. The reason goes on record.', params, body: RevealClient, response: { 200: RevealedContacts, 404: ErrorBody } },
      },
      async (request) => ({ contacts: clientContacts.reveal(request.actor, request.scope, request.params.clientId, request.body) }),
    );
  };
}
