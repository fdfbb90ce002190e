import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ErrorBody, PutRoutingRules, RoutingRules, RoutingTest, TestRouting } from '@holdfast/contract';
import type { RoutingRuleList } from '../../ownership/index.ts';

/** Mounted at /api/v1/routing-rules: the company's own rules about who gets a new conversation. */
export function routingRuleRoutes(rules: RoutingRuleList): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      { config: { permission: 'routing-rule:read' }, schema: { operationId: 'readRoutingRules', summary: 'The rules in the order they are asked.', response: { 200: RoutingRules } } },
      async () => rules.read(),
    );

    app.put(
      '/',
      {
        config: { permission: 'routing-rule:manage' },
        schema: { operationId: 'putRoutingRules', summary: 'The whole list anew. A rule that cannot be is named by where it stands.', body: PutRoutingRules, response: { 200: RoutingRules, 409: ErrorBody, 422: ErrorBody } },
      },
      async (request) => rules.put(request.actor, request.body),
    );

    app.post(
      '/test',
      {
        config: { permission: 'routing-rule:read' },
        schema: { operationId: 'testRouting', summary: 'Who would get such a conversation, by which rule, and why not by the others. Changes nothing.', body: TestRouting, response: { 200: RoutingTest, 404: ErrorBody, 422: ErrorBody } },
      },
      async (request) => rules.test(request.actor, request.scope, request.body),
    );
  };
}
