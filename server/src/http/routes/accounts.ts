import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  Account, AccountId, AccountList, ActOnAccount, ChangeAccount, CreateAccount, DecidedOldChats, DecideOldChats, ErrorBody, Linking, LinkingHistory, LoginFlowList, OldChatList,
  StartLinking,
} from '@holdfast/contract';
import { Type } from 'typebox';
import type { Accounts, Linkings, OldChats } from '../../directory/index.ts';

const params = Type.Object({ accountId: AccountId });
const changed = { 200: Account, 404: ErrorBody, 409: ErrorBody };
const asked = { 404: ErrorBody, 409: ErrorBody, 422: ErrorBody, 503: ErrorBody };
type Services = { readonly accounts: Accounts; readonly linkings: Linkings; readonly oldChats: OldChats };

/** Mounted at /api/v1/accounts. */
export function accountRoutes({ accounts, linkings, oldChats }: Services): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      { config: { permission: 'account:read' }, schema: { operationId: 'listAccounts', summary: 'Company accounts and how they are.', response: { 200: AccountList } } },
      async (request) => ({ accounts: accounts.list(request.actor, request.scope) }),
    );

    app.get(
      '/:accountId',
      { config: { permission: 'account:read' }, schema: { operationId: 'readAccount', summary: 'One account.', params, response: { 200: Account, 404: ErrorBody } } },
      async (request) => accounts.get(request.actor, request.scope, request.params.accountId),
    );

    app.post(
      '/',
      {
        config: { permission: 'account:manage' },
        schema: { operationId: 'createAccount', summary: 'Add an account; it is linked afterwards.', body: CreateAccount, response: { 201: Account, 404: ErrorBody, 409: ErrorBody } },
      },
      async (request, reply) => reply.code(201).send(accounts.create(request.actor, request.body)),
    );

    app.patch(
      '/:accountId',
      {
        config: { permission: 'account:manage' },
        schema: { operationId: 'changeAccount', summary: 'Change label, team, owner, number or limits.', params, body: ChangeAccount, response: changed },
      },
      async (request) => accounts.change(request.actor, request.params.accountId, request.body),
    );

    app.post(
      '/:accountId/pause',
      { config: { permission: 'account:manage' }, schema: { operationId: 'pauseAccount', summary: 'Hold back everything that would go out.', params, body: ActOnAccount, response: changed } },
      async (request) => accounts.pause(request.actor, request.params.accountId, request.body),
    );

    app.post(
      '/:accountId/resume',
      { config: { permission: 'account:manage' }, schema: { operationId: 'resumeAccount', summary: 'Send what waited.', params, body: ActOnAccount, response: changed } },
      async (request) => accounts.resume(request.actor, request.params.accountId, request.body),
    );

    app.post(
      '/:accountId/log-out',
      {
        config: { permission: 'account:link', reauth: true },
        schema: { operationId: 'logOutAccount', summary: 'End the login at the messenger; conversations stay.', params, body: ActOnAccount, response: { 200: Account, ...asked } },
      },
      async (request) => accounts.logOut(request.actor, request.params.accountId, request.body),
    );

    app.get(
      '/:accountId/login-flows',
      { config: { permission: 'account:link' }, schema: { operationId: 'listLoginFlows', summary: 'Ways to link the account.', params, response: { 200: LoginFlowList, ...asked } } },
      async (request) => ({ flows: await accounts.flows(request.params.accountId) }),
    );

    app.post(
      '/:accountId/linkings',
      {
        config: { permission: 'account:link' },
        schema: { operationId: 'startLinking', summary: 'Begin to pair the account with its number.', params, body: StartLinking, response: { 201: Linking, ...asked } },
      },
      async (request, reply) => reply.code(201).send(await linkings.start(request.actor, request.params.accountId, request.body)),
    );

    app.get(
      '/:accountId/linkings/latest',
      {
        config: { permission: 'account:link' },
        schema: { operationId: 'readLatestLinking', summary: 'The linking under way, or the last one.', params, response: { 200: Linking, 404: ErrorBody } },
      },
      async (request) => linkings.latest(request.params.accountId),
    );

    app.get(
      '/:accountId/linkings',
      {
        config: { permission: 'account:link' },
        schema: { operationId: 'listLinkings', summary: 'When it was linked, by whom, and what came of it.', params, response: { 200: LinkingHistory, 404: ErrorBody } },
      },
      async (request) => ({ linkings: linkings.history(request.params.accountId) }),
    );

    app.get(
      '/:accountId/old-chats',
      {
        config: { permission: 'account:link' },
        schema: { operationId: 'listOldChats', summary: 'People a used number knew before: names and dates, never texts.', params, response: { 200: OldChatList, ...asked } },
      },
      async (request) => ({ oldChats: await oldChats.list(request.params.accountId) }),
    );

    app.post(
      '/:accountId/old-chats',
      {
        config: { permission: 'account:link' },
        schema: { operationId: 'decideOldChats', summary: 'Import, leave until they write, or never bridge.', params, body: DecideOldChats, response: { 200: DecidedOldChats, ...asked } },
      },
      async (request) => ({ decided: await oldChats.decide(request.actor, request.params.accountId, request.body) }),
    );
  };
}
