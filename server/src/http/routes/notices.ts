import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ErrorBody, NoticeSignature, NoticeSignerList, NoticeSignerQuery, NoticeWordingList, RecordingNotice, RecordingNoticeQuery, SignNotice } from '@holdfast/contract';
import type { Notices } from '../../notices/index.ts';

/** Mounted at /api/v1/notices. */
export function noticeRoutes(notices: Notices): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/recording',
      {
        config: { permission: 'notice:sign' },
        schema: {
          operationId: 'readRecordingNotice',
          summary: 'What is recorded, who can look and for how long, and whether the caller has signed it.',
          querystring: RecordingNoticeQuery,
          response: { 200: RecordingNotice },
        },
      },
      async (request) => notices.recording(request.actor, request.query),
    );

    app.post(
      '/recording/signatures',
      {
        config: { permission: 'notice:sign' },
        schema: {
          operationId: 'signRecordingNotice',
          summary: 'Sign the notice that was read; refused when its words have changed since.',
          body: SignNotice,
          response: { 201: NoticeSignature, 409: ErrorBody },
        },
      },
      async (request, reply) => reply.code(201).send(notices.sign(request.actor, request.body)),
    );

    app.get(
      '/recording/signers',
      {
        config: { permission: 'notice:read' },
        schema: { operationId: 'listNoticeSigners', summary: 'Who signed which version when, and who has not, by sign-in name.', querystring: NoticeSignerQuery, response: { 200: NoticeSignerList } },
      },
      async (request) => notices.signers(request.query),
    );

    app.get(
      '/recording/wordings',
      {
        config: { permission: 'notice:read' },
        schema: { operationId: 'listNoticeWordings', summary: 'The notice as it is in force, and every older wording that was signed.', response: { 200: NoticeWordingList } },
      },
      async () => ({ wordings: notices.wordings() }),
    );
  };
}
