import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ChangeTeam, CreateTeam, ErrorBody, Team, TeamId, TeamList } from '@holdfast/contract';
import { Type } from 'typebox';
import type { Teams } from '../../directory/index.ts';

const params = Type.Object({ teamId: TeamId });

/** Mounted at /api/v1/teams. */
export function teamRoutes(teams: Teams): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      { config: { permission: 'team:read' }, schema: { operationId: 'listTeams', summary: 'The teams of the box, or one’s own.', response: { 200: TeamList } } },
      async (request) => ({ teams: teams.list(request.actor, request.scope) }),
    );

    app.post(
      '/',
      { config: { permission: 'team:manage' }, schema: { operationId: 'createTeam', summary: 'Make a team.', body: CreateTeam, response: { 201: Team, 409: ErrorBody } } },
      async (request, reply) => reply.code(201).send(teams.create(request.actor, request.body)),
    );

    app.patch(
      '/:teamId',
      {
        config: { permission: 'team:manage' },
        schema: { operationId: 'changeTeam', summary: 'Rename a team.', params, body: ChangeTeam, response: { 200: Team, 404: ErrorBody, 409: ErrorBody } },
      },
      async (request) => teams.change(request.actor, request.params.teamId, request.body),
    );
  };
}
