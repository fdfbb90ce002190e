import swagger from '@fastify/swagger';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { errorTable } from '@holdfast/contract';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

/** Must be registered before the routes it describes. */
export async function installOpenApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Holdfast',
        version: '1',
        description: `The control plane of a Holdfast box. Every refusal has one of these codes: ${Object.keys(errorTable).join(', ')}.`,
      },
      components: { securitySchemes: { session: { type: 'http', scheme: 'bearer' } } },
    },
    transform: ({ schema, url, route }) => {
      const { permission, public: isPublic } = route.config ?? {};
      const described = schema as { description?: string; summary?: string };
      const rule = isPublic ? 'Needs no session.' : `Needs the permission \`${permission}\`.`;
      const description = described.description ? `${described.description} ${rule}` : rule;
      return { schema: { ...schema, description, tags: [tagOf(url)], security: isPublic ? [] : [{ session: [] }] }, url: url.replace(/(.)\/$/, '$1') };
    },
  });
}

function tagOf(url: string): string {
  return url.replace(/^\/api\/v1\//, '').split('/')[0] || 'health';
}

/** GET /api/v1/openapi.json. The same document is committed as docs/reference/openapi.json. */
export function openApiRoutes(): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/api/v1/openapi.json',
      { config: { permission: 'health:read' }, schema: { operationId: 'readOpenApi', summary: 'This document.', response: { 200: Type.Unknown() } } },
      async () => app.swagger(),
    );
  };
}
