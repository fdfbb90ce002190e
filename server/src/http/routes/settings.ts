import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AlertTest, ChangeSettings, ErrorBody, Settings, TestAlerts } from '@holdfast/contract';
import type { AlertTester, SettingsDesk } from '../ports.ts';

/** Mounted at /api/v1/settings. */
export function settingRoutes(settings: SettingsDesk, alerting: AlertTester): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      {
        config: { permission: 'settings:read' },
        schema: { operationId: 'readSettings', summary: 'What may change while the box runs, and what only its file can change.', response: { 200: Settings } },
      },
      async () => settings.read(),
    );

    app.patch(
      '/',
      {
        config: { permission: 'settings:manage', reauth: true },
        schema: {
          operationId: 'changeSettings',
          summary: 'Change some settings; in effect at once. What is left out stays, null gives back to the file or the default.',
          body: ChangeSettings,
          response: { 200: Settings, 409: ErrorBody },
        },
      },
      async (request) => settings.change(request.actor, request.body),
    );

    app.post(
      '/alerts/test',
      {
        config: { permission: 'settings:manage' },
        schema: {
          operationId: 'testAlerts',
          summary: 'Send a test message by one channel, as it is set now, and say what the other side made of it.',
          body: TestAlerts,
          response: { 200: AlertTest, 409: ErrorBody },
        },
      },
      async (request) => alerting.test(request.actor, request.body.channel),
    );
  };
}
