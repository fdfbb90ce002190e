import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../server/test/support/until.ts';
import { createWorld, type Colleague, type World } from '../../../server/test/support/world.ts';
import type { Phone } from '../../../server/test/support/phone.ts';
import { openApps, type AppPage, type Apps } from '../support/app.ts';
import { startNetwork, type Network } from '../support/network.ts';
import { forgetSyncPositions } from '../support/sync-positions.ts';

/** Bad networks, restarts and power cuts, while somebody goes on working: nothing is lost, nothing is doubled, and one line says how it is. */
const offline = /No contact with the box\./;
let world: World;
let network: Network;
let apps: Apps;
let anna: Colleague;
let app: AppPage;
let jan: Phone;
let roomId: string;
const written: string[] = [];
const heard: string[] = [];

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna', { name: 'Anna Nowak' });
  network = await startNetwork();
  apps = await openApps(world, ['anna'], { environment: network.environment });
  apps.allow(/Failed to load resource/, /WebSocket connection to/); // the browser's own words about lines that are cut here
  app = await apps.openFor(anna);
  jan = await world.phone('+48511222333', { name: 'Jan Kowalski' });
  await clientWrites('Is my order ready?');
  await app.openConversation('Jan Kowalski');
  await app.sees('Is my order ready?');
  roomId = await anna.findsRoom('Is my order ready?');
  await app.status().waitFor({ state: 'hidden' });
});
afterAll(async () => {
  try {
    await apps?.close();
  } finally {
    await network?.close();
    await world?.close();
  }
});

async function clientWrites(text: string): Promise<void> {
  heard.push(text);
  await jan.write(world.companyNumber, text);
}
async function write(text: string): Promise<void> {
  written.push(text);
  await app.write(text);
}
/** On the phone, in the room and on the screen: each of ours once and in order, each of the client's once. */
async function nothingLostOrDoubled(): Promise<void> {
  const ours = [...written];
  await until('the phone has them all', async () => (await jan.texts()).length >= ours.length, { timeoutMs: 60_000 });
  expect(await jan.texts()).toEqual(ours);
  const bodies = async (mine: boolean): Promise<unknown[]> => (await anna.events(roomId)).filter((event) => event.type === 'm.room.message' && (event.sender === anna.userId) === mine).map(({ content }) => content['body']);
  expect(await bodies(true)).toEqual(ours);
  expect(await bodies(false)).toEqual(heard);
  for (const text of [...ours, ...heard]) {
    await app.sees(text);
    await until(`"${text}" stands on the screen once`, async () => (await app.page.locator('.message-row').filter({ hasText: text }).count()) === 1);
  }
}
/** Long after anything could have been worth waiting for: words, and nothing that moves. */
async function nothingSpins(): Promise<void> {
  await until('nothing moves', async () => (await app.page.locator('.ui-busy:visible, [aria-busy="true"]:visible').count()) === 0);
}

test('the network is cut: one line says so, what is there stays readable, and what is written waits with its reason', async () => {
  network.cut();
  await app.status().filter({ hasText: offline }).waitFor();
  expect(await app.page.locator('.status-line.is-shown').count()).toBe(1);
  await app.shows('The box cannot be reached. What you write is kept and sent later.');
  await write('First of three');
  await write('Second of three');
  await write('Third of three');
  await app.stateIs('Third of three', 'Not sent yet: the box cannot be reached');
  await app.status().filter({ hasText: '3 messages wait here' }).waitFor();
  await app.sees('Is my order ready?');
  await nothingSpins();
  expect(await jan.texts()).toEqual([]);
});

test('the app is killed in the middle of it: started again without a box, the list, the conversation, the draft and the queue are there', async () => {
  await app.field.fill('Begun and not sent');
  await app.item('Jan Kowalski').filter({ hasText: 'Begun and not sent' }).waitFor();
  await apps.host.kill();
  await app.status().filter({ hasText: 'The app’s host does not answer' }).waitFor();
  await app.page.context().close();
  await apps.host.start();

  app = await apps.open('anna');
  await app.openConversation('Jan Kowalski');
  await until('the draft is there', async () => (await app.field.inputValue()) === 'Begun and not sent');
  for (const text of ['Is my order ready?', 'First of three', 'Second of three', 'Third of three']) await app.sees(text);
  await app.stateIs('Third of three', 'Not sent yet: the box cannot be reached');
  await app.status().filter({ hasText: offline }).waitFor();
  await nothingSpins();
});

test('the network is back: everything goes out once and in order, the draft does not, and the line goes away', async () => {
  await clientWrites('Are you there?');
  network.heal();
  await nothingLostOrDoubled();
  await app.stateIs('Third of three', /^(Sent|Delivered)$/);
  await app.status().filter({ hasText: 'Connected again' }).waitFor();
  await app.status().waitFor({ state: 'hidden' });
  expect(await app.field.inputValue()).toBe('Begun and not sent');
  await app.field.fill('');
});

test('an answer of the box is lost on its way: what it took already is asked again and not sent again', async () => {
  network.loseAnswers();
  await write('Taken, and nobody heard of it');
  await anna.sees(roomId, 'the message', ({ content }) => content['body'] === 'Taken, and nobody heard of it');
  await write('Written after it');
  await app.stateIs('Written after it', /Not sent yet|Being sent/);
  network.heal();
  await nothingLostOrDoubled();
  await app.stateIs('Written after it', /^(Sent|Delivered)$/);
});

test('the box is killed and started again: the line says so, and nothing is lost', async () => {
  await world.controlPlane.kill();
  await app.status().filter({ hasText: offline }).waitFor();
  await write('While the box was away');
  await clientWrites('Said to a box that was away');
  await world.controlPlane.start();
  await nothingLostOrDoubled();
  await app.status().waitFor({ state: 'hidden', timeout: 60_000 });
});

test('the homeserver is killed in the middle of writing and forgets where everybody was: the line says that the box restarts, and nothing is lost', async () => {
  await write('Just before the end');
  await world.homeserver.kill();
  await app.status().filter({ hasText: 'The box is restarting' }).waitFor();
  await write('While the homeserver was away');
  await app.stateIs('While the homeserver was away', 'Not sent yet: the box cannot be reached');
  await clientWrites('Said to a homeserver that was away');
  forgetSyncPositions(world.homeserverDb);
  await world.homeserver.start();
  await nothingLostOrDoubled();
  await app.status().waitFor({ state: 'hidden', timeout: 60_000 });
  await nothingSpins();
});

test('the app is killed at the moment of sending: the message is there or in the field, never both and never neither', async () => {
  await app.field.fill('Sent into the dark');
  await app.item('Jan Kowalski').filter({ hasText: 'Sent into the dark' }).waitFor(); // the draft is on the disk
  await Promise.all([app.field.press('Enter'), apps.host.kill()]);
  await app.page.context().close();
  await apps.host.start();
  app = await apps.open('anna');
  await app.openConversation('Jan Kowalski');
  await app.sees('Written after it');
  if ((await app.field.inputValue()) === 'Sent into the dark') await app.field.press('Enter');
  written.push('Sent into the dark');
  await nothingLostOrDoubled();
  await world.check({ settled: true });
});
