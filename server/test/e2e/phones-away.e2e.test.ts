import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPhones, type PhonesPage } from '../support/phones-page.ts';
import { until } from '../support/until.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

/** Phones that are away, bridges in trouble, and the page itself: for everybody, in both themes, at every width, in four languages. */
let world: World;
let phones: Awaited<ReturnType<typeof openPhones>>;
let anna: Colleague;
let room: string;
let hand: PhonesPage;
const ghost = '@loopback_48511000001:box.test';

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna');
  ({ roomId: room } = await world.clientOf(anna, '+48511000001', 'Jan says hello'));
  await world.loopback.phone('48511000001', { name: 'Jan Kowalski' });
  phones = await openPhones(world);
  hand = await phones.open();
  await hand.pickUp('Jan Kowalski');
});
afterAll(async () => {
  await phones?.close();
  await world?.close();
});

const inRoom = async (): Promise<unknown[]> => (await anna.events(room)).filter(({ type, sender }) => type === 'm.room.message' && sender === ghost).map(({ content }) => content['body']);
const standsInRoom = (body: string): Promise<unknown> => anna.sees(room, body, ({ content }) => content['body'] === body);

describe('a phone that is away', () => {
  test('keeps what is written on it, and hears nothing', async () => {
    await hand.goes('Go offline');
    await hand.write('From the tunnel, one');
    await hand.write('From the tunnel, two');
    await hand.tick('From the tunnel, two', 'waiting');
    await hand.page.getByText('Goes out when this phone is back online').first().waitFor();
    const said = await anna.say(room, 'Are you there?');
    await world.api.delivery(said, 'delivered'); // taken by the network; the phone is what it has not reached
    expect(await hand.texts()).not.toContain('Are you there?');
    expect(await inRoom()).toEqual(['Jan says hello']);
  });

  test('offers nothing that needs the network', async () => {
    await hand.menuOf(hand.row('Jan says hello'));
    expect(await hand.page.getByRole('menuitem').allInnerTexts()).toEqual(['Reply', 'Copy']);
    expect(await hand.page.locator('.quick-reactions').count()).toBe(0);
    await hand.page.keyboard.press('Escape');
  });

  test('keeps it over a reload of the page', async () => {
    await hand.page.reload();
    await hand.tick('From the tunnel, one', 'waiting');
    await hand.tick('From the tunnel, two', 'waiting');
    expect(await hand.texts()).not.toContain('Are you there?');
  });

  test('sends it once and in its order when it is back, and has what it missed', async () => {
    await hand.goes('Come back');
    await hand.sees('Are you there?');
    await hand.tick('From the tunnel, two', 'delivered');
    await standsInRoom('From the tunnel, two');
    await hand.write('I am out');
    await standsInRoom('I am out');
    expect(await inRoom()).toEqual(['Jan says hello', 'From the tunnel, one', 'From the tunnel, two', 'I am out']);
    await anna.sees(room, 'that hers arrived', ({ type, content }) => type === 'com.beeper.message_send_status' && JSON.stringify(content['delivered_to_users'] ?? []).includes(ghost));
  });
});

test('a message that was on its way when nobody answered is not sent again by itself', async () => {
  await hand.page.route('**/messages', (route) => route.abort());
  await hand.write('Half a message');
  await hand.page.getByText('The network does not answer.').first().waitFor();
  await hand.page.unroute('**/messages');
  await hand.page.reload();
  await hand.tick('Half a message', 'refused');
  await hand.write('A whole one');
  await standsInRoom('A whole one');
  expect(await inRoom()).not.toContain('Half a message');
  await hand.row('Half a message').getByRole('button', { name: 'Try again' }).click();
  await standsInRoom('Half a message');
  await hand.page.locator('.row.is-refused').waitFor({ state: 'detached' });
});

test('who does not tell that they read is not said to have read', async () => {
  await hand.page.getByRole('switch', { name: /^Shows that it has read/ }).click();
  const said = await anna.say(room, 'For your eyes');
  await hand.sees('For your eyes');
  await anna.sees(room, 'that it arrived', ({ type, content }) => type === 'com.beeper.message_send_status' && (content['m.relates_to'] as { event_id?: string } | undefined)?.event_id === said && JSON.stringify(content['delivered_to_users'] ?? []).includes(ghost));
  expect(JSON.stringify(await anna.ephemeral(room))).not.toContain(said);
  await hand.page.getByRole('switch', { name: /^Shows that it has read/ }).click();
  await until('it was read', async () => JSON.stringify(await anna.ephemeral(room)).includes(said));
});

test('a phone that answers by itself does so, and is quiet while a person uses it', async () => {
  await hand.page.getByRole('switch', { name: /^Answers by itself/ }).click();
  await hand.page.getByText('What it says').waitFor();
  await hand.field.fill('I am writing');
  await hand.page.getByText(/^Quiet until/).waitFor();
  await hand.field.fill('');
  await anna.say(room, 'One moment');
  await hand.sees('One moment');
  await hand.button('Answer again').click();
  await standsInRoom('Thank you for the quick answer.');
  await hand.page.getByRole('switch', { name: /^Answers by itself/ }).click();
});

test('what is set on a company’s handset is what the box has', async () => {
  await hand.phone('Company handset').click();
  await hand.page.getByLabel('Disconnected').check();
  await world.api.accountIs('sales', 'transient-disconnect');
  await hand.page.getByLabel('Connected', { exact: false }).first().check();
  await world.api.accountIs('sales', 'connected');
  await hand.page.locator('.trouble', { hasText: 'Fails' }).click();
  await hand.page.locator('.pending').getByText('Fails').waitFor();
  const said = await anna.say(room, 'This one fails');
  await world.api.delivery(said, 'failed');
  await hand.page.locator('.pending').waitFor({ state: 'detached', timeout: 20_000 });
});

test('a long conversation opens where the unread begin, and nothing of the phone slips out of its frame', async () => {
  const ewa = await world.loopback.phone('48511000002', { name: 'Ewa Lis' });
  const handset = await world.loopback.phone(world.companyNumber.slice(1));
  await ewa.write(world.companyNumber, 'Ewa says hello');
  for (let at = 1; at <= 30; at += 1) await handset.write(ewa.number, `Line ${at}`);
  await hand.pickUp('Ewa Lis');
  const frame = await hand.page.locator('.handset').boundingBox();
  const inside = async (selector: string): Promise<boolean> => {
    const box = await hand.page.locator(selector).first().boundingBox();
    return box !== null && frame !== null && box.y >= frame.y && box.y + box.height <= frame.y + frame.height;
  };
  await hand.page.locator('.unread-line').waitFor();
  for (const part of ['.status-bar', '.talk .app-bar', '.unread-line', '.composer']) expect(await inside(part), part).toBe(true);
  await hand.button('To the newest message').click();
  await until('the newest is in sight', () => inside('.row >> nth=-1'));
  for (const part of ['.talk .app-bar', '.composer']) expect(await inside(part), part).toBe(true);
});

describe.each(['light', 'dark'] as const)('everybody can read and reach it, %s', (colorScheme) => {
  test.each([1440, 640])('at a width of %i', async (width) => {
    const page = await phones.open({ colorScheme, viewport: { width, height: 900 }, hasTouch: width === 640 });
    const found: string[] = [];
    const look = async (where: string): Promise<void> => void found.push(...(await page.violations()).map((violation) => `${where}: ${violation}`));
    await page.phone('Jan Kowalski').waitFor();
    await look('the list');
    await page.pickUp('Jan Kowalski');
    await page.sees('A whole one');
    await look('a conversation');
    await page.menuOf(page.row('A whole one'));
    await look('the menu of a message');
    await page.page.keyboard.press('Escape');
    await page.attach('Poll');
    await look('a dialog');
    await page.page.keyboard.press('Escape');
    await page.goes('Go offline');
    await look('an offline phone');
    await page.goes('Come back');
    if (width === 640) await page.button('About this phone').click();
    await look('about a phone');
    if (width === 640) for (const name of ['Close', 'Back to the chats', 'All phones']) await page.button(name).click();
    await page.phone('Company handset').click();
    await page.page.locator('.chat-button').nth(1).waitFor();
    if (width === 640) await page.button('About this phone').click();
    await look('about a company’s phone');
    expect(found).toEqual([]);
    await page.page.context().close();
  });
});

test.each([['pl-PL', 'Telefony'], ['ru-RU', 'Телефоны'], ['uk-UA', 'Телефони']])('it speaks %s to whoever’s browser does', async (locale, title) => {
  const page = await phones.open({ locale });
  await page.page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
  await page.pickUp('Jan Kowalski');
  expect(await page.page.locator('html').getAttribute('lang')).toBe(locale.slice(0, 2));
  expect(await page.violations()).toEqual([]);
  await page.page.context().close();
});

test('nothing on the page was refused or went wrong', () => {
  expect(phones.complaints().filter((complaint) => !complaint.includes('net::ERR_FAILED'))).toEqual([]);
});
