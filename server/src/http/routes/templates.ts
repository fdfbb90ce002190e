import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ChangeTemplate, CreateTemplate, ErrorBody, Template, TemplateId, TemplateList } from '@holdfast/contract';
import { Type } from 'typebox';
import type { Templates } from '../../templates/index.ts';

const params = Type.Object({ templateId: TemplateId });

/** Mounted at /api/v1/templates. */
export function templateRoutes(templates: Templates): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      { config: { permission: 'template:read' }, schema: { operationId: 'listTemplates', summary: 'One’s own templates and those of one’s team.', response: { 200: TemplateList } } },
      async (request) => ({ templates: templates.list(request.actor) }),
    );

    app.post(
      '/',
      {
        config: { permission: 'template:manage' },
        schema: {
          operationId: 'createTemplate',
          summary: 'Keep words for oneself; a lead also for the team.',
          body: CreateTemplate,
          response: { 201: Template, 400: ErrorBody, 403: ErrorBody, 409: ErrorBody },
        },
      },
      async (request, reply) => reply.code(201).send(templates.create(request.actor, request.scope, request.body)),
    );

    app.patch(
      '/:templateId',
      {
        config: { permission: 'template:manage' },
        schema: { operationId: 'changeTemplate', summary: 'Other words under the same id.', params, body: ChangeTemplate, response: { 200: Template, 403: ErrorBody, 404: ErrorBody } },
      },
      async (request) => templates.change(request.actor, request.scope, request.params.templateId, request.body),
    );

    app.delete(
      '/:templateId',
      {
        config: { permission: 'template:manage' },
        schema: { operationId: 'removeTemplate', summary: 'Take a template away.', params, response: { 204: Type.Null(), 403: ErrorBody, 404: ErrorBody } },
      },
      async (request, reply) => {
        templates.remove(request.actor, request.scope, request.params.templateId);
        return reply.code(204).send(null);
      },
    );
  };
}
