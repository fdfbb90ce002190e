import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  CutAccess,
  DecideHandover,
  ErrorBody,
  Handover,
  HandoverId,
  HandoverList,
  HandoverPreview,
  HandoverQuery,
  HandoverRoomPage,
  HandoverRoomQuery,
  PlanHandover,
  RequestHandover,
  UndoHandover,
} from '@holdfast/contract';
import { Type } from 'typebox';
import type { Handovers } from '../../ownership/index.ts';

const params = Type.Object({ handoverId: HandoverId });
const refused = { 400: ErrorBody, 403: ErrorBody, 404: ErrorBody, 409: ErrorBody };
const manyRooms = { bodyLimit: 4 * 1024 * 1024 }; // 5,000 room ids, once as a selection and once by hand

/**
 * Mounted at /api/v1/handovers. Scope 'team' reaches rooms of the team's accounts and rooms of its people, and the
 * handovers that concern either.
 */
export function handoverRoutes(handovers: Handovers): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      {
        config: { permission: 'handover:read' },
        schema: { operationId: 'listHandovers', summary: 'Newest first, with how far each is.', querystring: HandoverQuery, response: { 200: HandoverList } },
      },
      async (request) => ({ handovers: handovers.list(request.actor, request.scope, request.query) }),
    );

    app.post(
      '/preview',
      {
        ...manyRooms,
        config: { permission: 'handover:run' },
        schema: {
          operationId: 'previewHandover',
          summary: 'Every room with its proposed successor, the rule that chose them, and what speaks against it. Changes nothing.',
          body: PlanHandover,
          response: { 200: HandoverPreview, ...refused },
        },
      },
      async (request) => handovers.preview(request.actor, request.scope, request.body),
    );

    app.post(
      '/',
      {
        ...manyRooms,
        config: { permission: 'handover:run', reauth: true },
        schema: {
          operationId: 'requestHandover',
          summary: 'Hand rooms over: now, at a time, or once a second administrator agrees. Ownership changes with the answer.',
          body: RequestHandover,
          response: { 201: Handover, ...refused },
        },
      },
      async (request, reply) => reply.code(201).send(handovers.request(request.actor, request.scope, request.body)),
    );

    app.get(
      '/:handoverId',
      {
        config: { permission: 'handover:read' },
        schema: { operationId: 'readHandover', summary: 'One handover and how far it is.', params, response: { 200: Handover, 404: ErrorBody } },
      },
      async (request) => handovers.find(request.actor, request.scope, request.params.handoverId),
    );

    app.get(
      '/:handoverId/plan',
      {
        config: { permission: 'handover:read' },
        schema: {
          operationId: 'readHandoverPlan',
          summary: 'What an order that is not carried out yet would move now: what a second person agrees to.',
          params,
          response: { 200: HandoverPreview, 404: ErrorBody, 409: ErrorBody },
        },
      },
      async (request) => handovers.planned(request.actor, request.scope, request.params.handoverId),
    );

    app.get(
      '/:handoverId/rooms',
      {
        config: { permission: 'handover:read' },
        schema: {
          operationId: 'listHandoverRooms',
          summary: 'The result of every room, page by page.',
          params,
          querystring: HandoverRoomQuery,
          response: { 200: HandoverRoomPage, 404: ErrorBody },
        },
      },
      async (request) => handovers.rooms(request.actor, request.scope, request.params.handoverId, request.query),
    );

    app.post(
      '/:handoverId/approve',
      {
        config: { permission: 'handover:approve', reauth: true },
        schema: {
          operationId: 'approveHandover',
          summary: 'A second administrator agrees; it is planned again and carried out.',
          params,
          body: DecideHandover,
          response: { 200: Handover, ...refused },
        },
      },
      async (request) => handovers.approve(request.actor, request.params.handoverId, request.body.reason),
    );

    app.post(
      '/:handoverId/reject',
      {
        config: { permission: 'handover:approve' },
        schema: {
          operationId: 'rejectHandover',
          summary: 'Take back an order that is not carried out yet.',
          params,
          body: DecideHandover,
          response: { 200: Handover, ...refused },
        },
      },
      async (request) => handovers.reject(request.actor, request.params.handoverId, request.body.reason),
    );

    app.post(
      '/:handoverId/undo',
      {
        config: { permission: 'handover:undo', reauth: true },
        schema: {
          operationId: 'undoHandover',
          summary: 'Give the rooms back, within 24 hours. Unlocks nobody, recalls no greeting.',
          params,
          body: UndoHandover,
          response: { 200: Handover, ...refused },
        },
      },
      async (request) => handovers.undo(request.actor, request.params.handoverId, request.body.reason),
    );
  };
}

/** Mounted at /api/v1/access-off: the red button. */
export function accessOffRoutes(handovers: Handovers): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/',
      {
        ...manyRooms,
        config: { permission: 'access:cut', reauth: true },
        schema: {
          operationId: 'cutAccess',
          summary: 'Lock a person, sign them out everywhere and take all their rooms, now and without approval.',
          body: CutAccess,
          response: { 201: Handover, ...refused },
        },
      },
      async (request, reply) => reply.code(201).send(handovers.accessOff(request.actor, request.body)),
    );
  };
}
