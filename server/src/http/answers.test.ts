import Fastify from 'fastify';
import { AuditPage, Linking, ProbeResult, QueueMessages, type LinkingStep } from '@holdfast/contract';
import type { TSchema } from 'typebox';
import { expect, test } from 'vitest';
import { compileAnswer } from './answer-schema.ts';

/** What leaves through a route's response schema: the schema's keys whole, and nothing else. */
async function leaves(schema: TSchema, value: unknown): Promise<unknown> {
  const app = Fastify();
  app.setSerializerCompiler(compileAnswer);
  app.get('/', { schema: { response: { 200: schema } } }, async () => value);
  return (await app.inject('/')).json();
}

const common = { stepId: 's', revision: 'r', instructions: '' };
const steps: LinkingStep[] = [
  { type: 'display_and_wait', ...common, display: 'qr', data: '2@abc', imageUrl: null },
  {
    type: 'user_input',
    ...common,
    fields: [{ id: 'code', type: 'token', name: 'Code', description: '', defaultValue: null, pattern: '^[0-9]+$', options: ['a'] }],
    attachments: [],
  },
  { type: 'cookies', ...common, url: 'https://x', userAgent: null, extractJs: null, waitForUrlPattern: null, fields: [{ id: 'c', required: true, pattern: null, sources: [{ type: 'cookie', name: 'n' }] }] },
  { type: 'webauthn', ...common, url: null, publicKey: { challenge: 'AA', allowCredentials: [{ id: 'x' }] } },
];

test.each(steps)('a linking at the step $type arrives as it was', async (step) => {
  const linking = {
    linkingId: 'link_0000000000000000', accountId: 'acct_0000000000000000', flowId: 'qr', state: 'open', failure: null,
    step, working: false, startedAt: 1, updatedAt: 2, endedAt: null,
  };
  expect(await leaves(Linking, linking)).toEqual(linking);
});

test('the detail of an act arrives whatever its shape', async () => {
  const entry = (detail: unknown) => ({ seq: 1, at: 1, actor: 'box:gate', action: 'probe.run', target: 'x', reason: null, detail });
  const page = { entries: [entry(null), entry({ a: [1, { b: 'c' }] }), entry('text')], names: [], next: null, smallFirm: false };
  expect(await leaves(AuditPage, page)).toEqual(page);
});

test('a message of the queue arrives with all of its content', async () => {
  const content = { msgtype: 'm.image', body: 'x', info: { w: 1, thumbnail_info: { mimetype: 'image/png' } } };
  const page = { roomId: '!a', messages: [{ eventId: '$e', sender: '@a:b', type: 'm.room.message', originServerTs: 1, content }] };
  expect(await leaves(QueueMessages, page)).toEqual(page);
});

test('what a schema does not name does not leave', async () => {
  const page = { entries: [], names: [], next: null, smallFirm: false, secret: 'hash' };
  expect(await leaves(AuditPage, page)).toEqual({ entries: [], names: [], next: null, smallFirm: false });
});

test('what a schema requires and a service forgot is a bug, not a hole', async () => {
  expect(await leaves(AuditPage, { entries: [], next: null })).toMatchObject({ statusCode: 500 });
  expect(await leaves(Linking, null)).toMatchObject({ statusCode: 500 });
});

test('what is optional may be absent', async () => {
  const page = { probes: [{ bridgeId: 'loopback', ok: true, roundTripMs: 5 }] };
  expect(await leaves(ProbeResult, page)).toEqual(page);
});
