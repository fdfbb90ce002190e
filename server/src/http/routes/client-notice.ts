import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ClientNotice, ClientNoticeSendList, ClientNoticeSendQuery, ErrorBody, PutClientNotice } from '@holdfast/contract';
import type { ClientNotices } from '../../client-notices/index.ts';

/** Mounted at /api/v1/client-notice: what clients are told about recording. */
export function clientNoticeRoutes(notices: ClientNotices): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      { config: { permission: 'client-notice:read' }, schema: { operationId: 'readClientNotice', summary: 'Who is told about recording, in which words, and how many were.', response: { 200: ClientNotice } } },
      async () => notices.read(),
    );

    app.put(
      '/',
      {
        config: { permission: 'client-notice:manage' },
        schema: { operationId: 'putClientNotice', summary: 'Whom to tell from now on, and in which words.', body: PutClientNotice, response: { 200: ClientNotice, 409: ErrorBody, 422: ErrorBody } },
      },
      async (request) => notices.put(request.actor, request.body),
    );

    app.get(
      '/sends',
      {
        config: { permission: 'client-notice:read' },
        schema: { operationId: 'listClientNoticeSends', summary: 'Who got the notice when, newest first.', querystring: ClientNoticeSendQuery, response: { 200: ClientNoticeSendList, 400: ErrorBody } },
      },
      async (request) => notices.sends(request.query),
    );
  };
}
