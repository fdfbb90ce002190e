import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AccessList, AccessQuery, RecordDayList, RecordDayQuery, RecordedDecisionList, RecordedDecisionQuery, RefusalList, RefusalQuery } from '@holdfast/contract';
import type { RecordsReader } from '../ports.ts';

/** Mounted at /api/v1/records. Scope 'team' reaches the accounts of the own team and the rooms of its people. */
export function recordRoutes(records: RecordsReader): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/days',
      {
        config: { permission: 'record:read' },
        schema: { operationId: 'listRecordDays', summary: 'What the journal holds, by day and company account.', querystring: RecordDayQuery, response: { 200: RecordDayList } },
      },
      async (request) => records.days(request.actor, request.scope, request.query),
    );

    app.get(
      '/refusals',
      {
        config: { permission: 'record:read' },
        schema: { operationId: 'listRefusals', summary: 'What was written and did not leave the box, and why, newest first.', querystring: RefusalQuery, response: { 200: RefusalList } },
      },
      async (request) => records.refusals(request.actor, request.scope, request.query),
    );

    app.get(
      '/decisions',
      {
        config: { permission: 'record:read' },
        schema: { operationId: 'listRecordedDecisions', summary: 'Messages in doubt, and who decided what about them when.', querystring: RecordedDecisionQuery, response: { 200: RecordedDecisionList } },
      },
      async (request) => records.decisions(request.actor, request.scope, request.query),
    );

    app.get(
      '/access',
      {
        config: { permission: 'access:read' },
        schema: { operationId: 'listAccesses', summary: 'Who looked at which client, when and why, newest first.', querystring: AccessQuery, response: { 200: AccessList } },
      },
      async (request) => records.accesses(request.query),
    );
  };
}
