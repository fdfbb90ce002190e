import { existsSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../server/test/support/until.ts';
import { createWorld, type Colleague, type World } from '../../../server/test/support/world.ts';
import type { Phone } from '../../../server/test/support/phone.ts';
import { openApps, type AppPage, type Apps } from '../support/app.ts';

/** The main job of the whole product, as the people in it would do it: with their eyes, a mouse and a keyboard. */
let world: World;
let apps: Apps;
let [anna, boris]: Colleague[] = [];
let annas: AppPage;
let boriss: AppPage;
let jan: Phone;

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna', { name: 'Anna Nowak' });
  boris = await world.hire('boris', { name: 'Boris Wilk' });
  apps = await openApps(world, ['anna', 'boris']);
});
afterAll(async () => {
  try {
    await apps?.close();
  } finally {
    await world?.close();
  }
});

const heardTimes = async (text: string): Promise<number> => (await jan.texts()).filter((heard) => heard === text).length;

test('an employee opens the app, signs what is recorded, and has an empty inbox that says so', async () => {
  annas = await apps.openFor(anna!);
  await annas.shows('Nothing here yet.');
  const [signed] = world.askRecord<{ n: number }>('SELECT count(*) AS n FROM notice_signature');
  expect(signed?.n).toBe(1);
});

test('a client writes: they stand in the inbox as one who waits, without anybody reloading anything', async () => {
  jan = await world.phone('+48511222333', { name: 'Jan Kowalski' });
  await jan.write(world.companyNumber, 'Is my order ready?');
  await annas.item('Jan Kowalski').waitFor();
  await annas.item('Jan Kowalski').locator('.inbox-chip').waitFor();
  expect(await annas.item('Jan Kowalski').innerText()).toContain('Is my order ready?');
  expect(await annas.item('Jan Kowalski').locator('.inbox-item-main').getAttribute('aria-label')).toMatch(/^Jan Kowalski, waiting just now, 1 unread, Is my order ready\?/);
});

test('the answer is on the phone exactly once, and its state tells the truth at each step', async () => {
  await annas.openConversation('Jan Kowalski');
  await annas.sees('Is my order ready?');
  await annas.shows('as +48600000001 (Sales)');
  await annas.write('I will look');
  await jan.heard('I will look');
  await annas.stateIs('I will look', /^Sent$/);
  await annas.item('Jan Kowalski').locator('.inbox-chip').waitFor({ state: 'detached' });

  const entry = await jan.saw('the answer', ({ content }) => content?.text === 'I will look');
  expect(entry.from).toBe('48600000001');
  const receipt = (kind: string): Promise<unknown> => world.loopback.call('POST', `/phones/${jan.number}/receipts`, { to: world.companyNumber, message: entry.message, kind });
  await receipt('delivered');
  await annas.stateIs('I will look', /^Delivered$/);
  await receipt('read');
  await annas.stateIs('I will look', /^Read$/);
  expect(await heardTimes('I will look')).toBe(1);
});

test('what the client writes next appears in the open conversation, with who is typing before it', async () => {
  await jan.typing(world.companyNumber, true);
  await annas.shows('Jan Kowalski is typing');
  await jan.write(world.companyNumber, 'Thanks, I wait');
  await annas.sees('Thanks, I wait');
  expect(await annas.row('Thanks, I wait').getAttribute('class')).toContain('is-theirs');
});

test('a note to colleagues looks like nothing else and is on no phone', async () => {
  await annas.note('Careful, he was promised a discount');
  const note = annas.row('Careful, he was promised a discount');
  await note.waitFor();
  expect(await note.getAttribute('class')).toContain('is-note');
  expect(await note.innerText()).toContain('Only colleagues see this');
  await annas.write('We are on it');
  await jan.heard('We are on it');
  expect(await jan.texts()).toEqual(['I will look', 'We are on it']);
});

test('she leaves: within ten seconds her app is over and nothing of it is left on her computer', async () => {
  boriss = await apps.openFor(boris!);
  await boriss.shows('Nothing here yet.');
  await world.loopback.state('48600000001', 'transient_disconnect');
  await world.api.accountIs('sales', 'transient-disconnect');
  await annas.write('I will call you at five');
  await annas.stateIs('I will call you at five', 'Not sent yet: number disconnected');
  await until('it waits at the gate', () => world.outbox().some(({ state, body }) => state === 'waiting' && body === 'I will call you at five'));
  const profile = apps.host.profileOf('anna');
  expect(readdirSync(profile).filter((name) => name.endsWith('.db'))).not.toEqual([]);

  apps.allow(/status of 401/, /M_UNKNOWN_TOKEN|M_USER_LOCKED/);
  const from = Date.now();
  const handover = await world.handOver(anna!, boris!);
  await annas.shows(/^(Your access to this box was closed|The box ended this session)\. Everything stored on this computer was removed/, 10_000);
  await until('nothing of her conversations is on the disk', () => !existsSync(profile) || readdirSync(profile).every((name) => name === 'device.sealed'), { timeoutMs: 10_000 });
  expect(Date.now() - from).toBeLessThan(10_000);
  expect(await annas.screen()).not.toContain('Jan Kowalski');
  expect(await annas.page.content()).not.toContain('I will call you at five');
  await world.api.handoverIs(handover.handoverId, 'done');
});

test('her successor finds the same thread: all that was said, the note, and what still waits to be decided', async () => {
  await boriss.item('Jan Kowalski').waitFor();
  await boriss.openConversation('Jan Kowalski');
  for (const text of ['Is my order ready?', 'I will look', 'Thanks, I wait', 'Careful, he was promised a discount', 'We are on it', 'I will call you at five']) await boriss.sees(text);
  await boriss.shows('Your predecessor wrote it and it had not been sent when the conversation became yours.');
  expect(await heardTimes('I will call you at five')).toBe(0);

  await world.loopback.state('48600000001', 'connected');
  await world.api.accountIs('sales', 'connected');
  expect(await heardTimes('I will call you at five')).toBe(0);
  await boriss.row('I will call you at five').getByRole('button', { name: 'Send', exact: true }).click();
  await jan.heard('I will call you at five');
  await boriss.page.locator('.delivery-decision').waitFor({ state: 'detached' });
});

test('and goes on in it: the client keeps one number and notices nothing', async () => {
  await boriss.write('It ships today');
  await jan.heard('It ships today');
  await jan.write(world.companyNumber, 'Thank you');
  await boriss.sees('Thank you');

  const messages = (await jan.received()).filter(({ kind }) => kind === 'message');
  expect(messages.map(({ from, content }) => ({ from, text: content?.text }))).toEqual(
    ['I will look', 'We are on it', 'I will call you at five', 'It ships today'].map((text) => ({ from: '48600000001', text })),
  );
  const actions = await world.api.auditActions();
  expect(actions.filter((action) => action.startsWith('handover.'))).toEqual(['handover.requested', 'handover.started', 'handover.completed']);
  expect(actions).toEqual(expect.arrayContaining(['notice.signed', 'device.added']));
  await world.check({ settled: true });
});
