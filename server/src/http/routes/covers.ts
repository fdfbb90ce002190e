import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Cover, CoverId, CoverList, CoverQuery, EndCover, ErrorBody, PlaceCover } from '@holdfast/contract';
import { Type } from 'typebox';
import type { Covers } from '../../ownership/index.ts';

const params = Type.Object({ coverId: CoverId });

/** Mounted at /api/v1/covers. Scope 'team' reaches covers for people of the caller's own team. */
export function coverRoutes(covers: Covers): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      {
        config: { permission: 'cover:manage' },
        schema: { operationId: 'listCovers', summary: 'Who answers in whose place, and when.', querystring: CoverQuery, response: { 200: CoverList } },
      },
      async (request) => ({ covers: covers.list(request.actor, request.scope, request.query) }),
    );

    app.post(
      '/',
      {
        config: { permission: 'cover:manage' },
        schema: {
          operationId: 'placeCover',
          summary: 'Somebody answers in the place of an owner between two moments.',
          body: PlaceCover,
          response: { 201: Cover, 400: ErrorBody, 403: ErrorBody, 404: ErrorBody, 409: ErrorBody },
        },
      },
      async (request, reply) => reply.code(201).send(covers.place(request.actor, request.scope, request.body)),
    );

    app.post(
      '/:coverId/end',
      {
        config: { permission: 'cover:manage' },
        schema: {
          operationId: 'endCover',
          summary: 'End a cover now; ending what has ended changes nothing.',
          params,
          body: EndCover,
          response: { 200: Cover, 404: ErrorBody, 409: ErrorBody },
        },
      },
      async (request) => covers.end(request.actor, request.scope, request.params.coverId, request.body),
    );
  };
}
