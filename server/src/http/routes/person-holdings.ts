import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ErrorBody, Holdings, Invitation, LeaveDraft, LeaveDraftList, PeopleInHand, PersonDeviceList, PersonId, SaveLeaveDraft } from '@holdfast/contract';
import { Type } from 'typebox';
import type { Invitations } from '../../directory/index.ts';
import type { HoldingsReader } from '../../overview/index.ts';
import type { LeaveDrafts } from '../../ownership/index.ts';

const params = Type.Object({ personId: PersonId });
const nothing = Type.Object({}, { additionalProperties: false });
const ofVersion = Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1 })) }, { additionalProperties: false });
const manyRooms = { bodyLimit: 4 * 1024 * 1024 };

/** Mounted at /api/v1/people: what somebody has in hand, how they come in, and what is planned for their leaving. */
export function personHoldingRoutes(holdings: HoldingsReader, invitations: Invitations, drafts: LeaveDrafts): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/in-hand',
      { config: { permission: 'person:read' }, schema: { operationId: 'listPeopleInHand', summary: 'What everybody within reach has in hand, one line a person.', response: { 200: PeopleInHand } } },
      async (request) => ({ people: await holdings.inHand(request.actor, request.scope) }),
    );

    app.get(
      '/:personId/devices',
      { config: { permission: 'person:manage' }, schema: { operationId: 'listPersonDevices', summary: 'Devices that hold conversations of theirs.', params, response: { 200: PersonDeviceList, 404: ErrorBody } } },
      async (request) => holdings.devices(request.actor, request.scope, request.params.personId),
    );

    app.get(
      '/:personId/holdings',
      { config: { permission: 'person:read' }, schema: { operationId: 'readHoldings', summary: 'Conversations, handsets, covers and unsent messages of a person.', params, response: { 200: Holdings, 404: ErrorBody } } },
      async (request) => holdings.read(request.actor, request.scope, request.params.personId),
    );

    app.post(
      '/:personId/invitation',
      {
        config: { permission: 'person:manage' },
        schema: { operationId: 'invitePerson', summary: 'Link for the employee app; it holds no password.', params, body: nothing, response: { 200: Invitation, 404: ErrorBody, 409: ErrorBody } },
      },
      async (request) => invitations.make(request.actor, request.params.personId),
    );

    app.get(
      '/:personId/leave-draft',
      { config: { permission: 'person:manage' }, schema: { operationId: 'readLeaveDraft', summary: 'How far somebody came in letting this person leave.', params, response: { 200: LeaveDraft, 404: ErrorBody } } },
      async (request) => drafts.get(request.params.personId),
    );

    app.put(
      '/:personId/leave-draft',
      {
        ...manyRooms,
        config: { permission: 'person:manage' },
        schema: {
          operationId: 'saveLeaveDraft', summary: 'Keep the choices; they go when the handover runs.', params, body: SaveLeaveDraft,
          response: { 200: LeaveDraft, 404: ErrorBody, 409: ErrorBody, 413: ErrorBody },
        },
      },
      async (request) => drafts.save(request.actor, request.params.personId, request.body),
    );

    app.delete(
      '/:personId/leave-draft',
      {
        config: { permission: 'person:manage' },
        schema: { operationId: 'discardLeaveDraft', summary: 'Throw the choices away.', params, querystring: ofVersion, response: { 204: Type.Null(), 409: ErrorBody } },
      },
      async (request, reply) => {
        drafts.discard(request.actor, request.params.personId, request.query.version);
        return reply.code(204).send(null);
      },
    );
  };
}

/** Mounted at /api/v1/leave-drafts. */
export function leaveDraftRoutes(drafts: LeaveDrafts): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      { config: { permission: 'person:manage' }, schema: { operationId: 'listLeaveDrafts', summary: 'Leavings that somebody began, last changed first.', response: { 200: LeaveDraftList } } },
      async () => drafts.list(),
    );
  };
}
