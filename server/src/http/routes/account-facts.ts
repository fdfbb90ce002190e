import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AccountId, AccountStatistics, AccountStatisticsQuery, ErrorBody, SendTestMessage, TestMessage } from '@holdfast/contract';
import { Type } from 'typebox';
import type { TestMessages } from '../../gate/index.ts';
import type { AccountStatisticsReader } from '../../overview/index.ts';

const params = Type.Object({ accountId: AccountId });
const ofTest = Type.Object({ accountId: AccountId, testMessageId: Type.String({ pattern: '^test-[A-Za-z0-9_-]{1,150}$' }) });

/** Mounted at /api/v1/accounts: how an account fares, and whether it works. */
export function accountFactRoutes(statistics: AccountStatisticsReader, tests: TestMessages): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/:accountId/statistics',
      {
        config: { permission: 'account:statistics' },
        schema: { operationId: 'readAccountStatistics', summary: 'Messages day by day, and how long they took.', params, querystring: AccountStatisticsQuery, response: { 200: AccountStatistics, 404: ErrorBody } },
      },
      async (request) => statistics.read(request.actor, request.scope, request.params.accountId, request.query.days),
    );

    app.post(
      '/:accountId/test-message',
      {
        config: { permission: 'account:manage' },
        schema: {
          operationId: 'sendTestMessage',
          summary: 'One fixed sentence to a phone of the company, through the gate; begins a conversation with it where there is none.',
          params,
          body: SendTestMessage,
          response: { 202: TestMessage, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody, 503: ErrorBody },
        },
      },
      async (request, reply) => reply.code(202).send(await tests.send(request.actor, request.params.accountId, request.body)),
    );

    app.get(
      '/:accountId/test-messages/:testMessageId',
      {
        config: { permission: 'account:manage' },
        schema: { operationId: 'readTestMessage', summary: 'What became of a test message.', params: ofTest, response: { 200: TestMessage, 404: ErrorBody } },
      },
      async (request) => tests.get(request.params.accountId, request.params.testMessageId),
    );
  };
}
