import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ActOnPerson, ChangePerson, CreatePerson, ErrorBody, Person, PersonId, PersonList, PersonWithPassword } from '@holdfast/contract';
import { Type } from 'typebox';
import type { People } from '../../directory/index.ts';

const params = Type.Object({ personId: PersonId });
const changed = { 200: Person, 404: ErrorBody, 409: ErrorBody, 503: ErrorBody };

/** Mounted at /api/v1/people. */
export function peopleRoutes(people: People): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      { config: { permission: 'person:read' }, schema: { operationId: 'listPeople', summary: 'Who works here.', response: { 200: PersonList } } },
      async (request) => ({ people: people.list(request.actor, request.scope) }),
    );

    app.get(
      '/:personId',
      { config: { permission: 'person:read' }, schema: { operationId: 'readPerson', summary: 'One person.', params, response: { 200: Person, 404: ErrorBody } } },
      async (request) => people.get(request.actor, request.scope, request.params.personId),
    );

    app.post(
      '/',
      {
        config: { permission: 'person:manage' },
        schema: {
          operationId: 'createPerson',
          summary: 'Add a person; an employee becomes a Matrix user. The one-time password is in this answer and nowhere else.',
          body: CreatePerson,
          response: { 201: PersonWithPassword, 404: ErrorBody, 409: ErrorBody, 503: ErrorBody },
        },
      },
      async (request, reply) => reply.code(201).send(await people.create(request.actor, request.body)),
    );

    app.patch(
      '/:personId',
      {
        config: { permission: 'person:manage', reauth: true },
        schema: { operationId: 'changePerson', summary: 'Change name, roles, team, languages or room cap.', params, body: ChangePerson, response: changed },
      },
      async (request) => people.change(request.actor, request.params.personId, request.body),
    );

    app.post(
      '/:personId/lock',
      {
        config: { permission: 'person:manage', reauth: true },
        schema: { operationId: 'lockPerson', summary: 'From now on nothing they do takes effect, and they are signed out everywhere.', params, body: ActOnPerson, response: changed },
      },
      async (request) => people.lock(request.actor, request.params.personId, request.body),
    );

    app.post(
      '/:personId/unlock',
      { config: { permission: 'person:manage', reauth: true }, schema: { operationId: 'unlockPerson', summary: 'Let them sign in again.', params, body: ActOnPerson, response: changed } },
      async (request) => people.unlock(request.actor, request.params.personId, request.body),
    );

    app.post(
      '/:personId/sign-out',
      { config: { permission: 'person:manage' }, schema: { operationId: 'signOutPerson', summary: 'End all their sessions and devices.', params, body: ActOnPerson, response: changed } },
      async (request) => people.signOut(request.actor, request.params.personId, request.body.reason),
    );

    app.post(
      '/:personId/reset-password',
      {
        config: { permission: 'person:manage', reauth: true },
        schema: {
          operationId: 'resetPassword',
          summary: 'A new one-time password, shown once; signs them out everywhere.',
          params,
          body: ActOnPerson,
          response: { 200: PersonWithPassword, 404: ErrorBody, 503: ErrorBody },
        },
      },
      async (request) => people.resetPassword(request.actor, request.params.personId, request.body.reason),
    );
  };
}
