import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  ChangeHandset, ErrorBody, Handset, HandsetId, HandsetPage, HandsetQuery, HandsetWithHistory, HandOutHandset, LoseHandset, RegisterHandset, ReturnHandset,
} from '@holdfast/contract';
import { Type } from 'typebox';
import type { Handsets } from '../../handsets/index.ts';

const params = Type.Object({ handsetId: HandsetId });
const changed = { 200: Handset, 404: ErrorBody, 409: ErrorBody };

/** Mounted at /api/v1/handsets. Scope 'team' reaches handsets of the team's accounts and those its people hold. */
export function handsetRoutes(handsets: Handsets): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      {
        config: { permission: 'handset:read' },
        schema: { operationId: 'listHandsets', summary: 'Handsets and who holds them, by label.', querystring: HandsetQuery, response: { 200: HandsetPage, 400: ErrorBody } },
      },
      async (request) => handsets.list(request.actor, request.scope, request.query),
    );

    app.get(
      '/:handsetId',
      { config: { permission: 'handset:read' }, schema: { operationId: 'readHandset', summary: 'One handset and where it has been.', params, response: { 200: HandsetWithHistory, 404: ErrorBody } } },
      async (request) => handsets.get(request.actor, request.scope, request.params.handsetId),
    );

    app.post(
      '/',
      {
        config: { permission: 'handset:manage' },
        schema: { operationId: 'registerHandset', summary: 'Add a handset; it lies in the safe.', body: RegisterHandset, response: { 201: Handset, 404: ErrorBody, 409: ErrorBody } },
      },
      async (request, reply) => reply.code(201).send(handsets.register(request.actor, request.body)),
    );

    app.patch(
      '/:handsetId',
      { config: { permission: 'handset:manage' }, schema: { operationId: 'changeHandset', summary: 'Correct what is written about it.', params, body: ChangeHandset, response: changed } },
      async (request) => handsets.change(request.actor, request.params.handsetId, request.body),
    );

    app.post(
      '/:handsetId/hand-out',
      {
        config: { permission: 'handset:manage' },
        schema: { operationId: 'handOutHandset', summary: 'Somebody holds it from now on, also straight from another. Every message from it is an alert.', params, body: HandOutHandset, response: changed },
      },
      async (request) => handsets.handOut(request.actor, request.params.handsetId, request.body),
    );

    app.post(
      '/:handsetId/return',
      { config: { permission: 'handset:manage' }, schema: { operationId: 'returnHandset', summary: 'It is back in the safe.', params, body: ReturnHandset, response: changed } },
      async (request) => handsets.giveBack(request.actor, request.params.handsetId, request.body),
    );

    app.post(
      '/:handsetId/lose',
      { config: { permission: 'handset:manage' }, schema: { operationId: 'loseHandset', summary: 'Nobody knows where it is.', params, body: LoseHandset, response: changed } },
      async (request) => handsets.lose(request.actor, request.params.handsetId, request.body),
    );

    app.post(
      '/:handsetId/retire',
      { config: { permission: 'handset:manage' }, schema: { operationId: 'retireHandset', summary: 'It is used no more; its SIM may go into another.', params, body: LoseHandset, response: changed } },
      async (request) => handsets.retire(request.actor, request.params.handsetId, request.body),
    );
  };
}
