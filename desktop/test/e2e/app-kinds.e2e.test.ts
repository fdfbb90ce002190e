import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../server/test/support/until.ts';
import { createWorld, type Colleague, type World } from '../../../server/test/support/world.ts';
import type { Phone } from '../../../server/test/support/phone.ts';
import { openApps, type AppPage, type Apps } from '../support/app.ts';
import { bombPng, samplePng } from '../support/sample-png.ts';

/** Everything that can be said, both ways, between an app and a phone; and what must not get through. */
let world: World;
let apps: Apps;
let anna: Colleague;
let app: AppPage;
let jan: Phone;

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna', { name: 'Anna Nowak' });
  await world.hire('boris', { name: 'Boris Wilk', team: 'service' });
  apps = await openApps(world, ['anna']);
  apps.allow(/status of 415/, /status of 404 .*variant=thumb/); // what the host will not let be drawn, and films that have no picture of their own
  app = await apps.openFor(anna);
  jan = await world.phone('+48511222333', { name: 'Jan Kowalski' });
  await jan.write(world.companyNumber, 'Is my order ready?');
  await app.openConversation('Jan Kowalski');
  await app.sees('Is my order ready?');
});
afterAll(async () => {
  try {
    await apps?.close();
  } finally {
    await world?.close();
  }
});

const to = (): { to: string } => ({ to: world.companyNumber });
const media = (bytes: Buffer, mime_type: string, file_name: string): { media: Record<string, unknown> } => ({ media: { data: bytes.toString('base64'), mime_type, file_name } });
const last = () => app.page.locator('.message-row').last();
const drawn = (image: ReturnType<AppPage['row']>): Promise<boolean> => image.evaluate((element) => element instanceof HTMLImageElement && element.complete && element.naturalWidth > 0);
async function attach(name: string, mimeType: string, buffer: Buffer): Promise<void> {
  const chooser = app.page.waitForEvent('filechooser');
  await app.button('Add files').click();
  await (await chooser).setFiles({ name, mimeType, buffer });
  await app.page.locator('.file-tray-file').waitFor();
}

test('a client’s picture is drawn, opens large and closes again', async () => {
  await jan.send({ ...to(), kind: 'image', ...media(samplePng(800, 500), 'image/png', 'floor.png'), text: 'Like this' });
  await app.sees('Like this');
  await until('it is drawn', () => drawn(app.row('Like this').locator('img')));
  await app.row('Like this').getByRole('button', { name: /^Open the picture/ }).click();
  const viewer = app.page.getByRole('dialog');
  await until('it is drawn large', () => drawn(viewer.locator('img')));
  await app.page.keyboard.press('Escape');
  await viewer.waitFor({ state: 'detached' });
});

test('a picture, a file and a voice message of ours arrive as what they are, byte for byte', async () => {
  const picture = samplePng(320, 200);
  await attach('plan.png', 'image/png', picture);
  await app.field.fill('The plan');
  await app.field.press('Enter');
  const image = await jan.saw('the picture', ({ content }) => content?.kind === 'image');
  expect([image.content?.text, image.content?.media?.size]).toEqual(['The plan', picture.length]);
  await app.stateIs('The plan', /^Sent$/);

  await attach('offer.pdf', 'application/pdf', Buffer.from('%PDF-1.7 an offer'));
  await app.field.press('Enter');
  const file = await jan.saw('the file', ({ content }) => content?.kind === 'file');
  expect(file.content?.media).toMatchObject({ file_name: 'offer.pdf', size: 17 });

  await app.button('Record a voice message').click();
  await app.page.locator('.voice-panel').waitFor();
  await until('something was recorded', async () => /0:0[1-9]/.test(await app.page.locator('.voice-panel').innerText()));
  await app.page.locator('.voice-panel').getByRole('button', { name: /^Send/ }).click();
  const voice = await jan.saw('the voice message', ({ content }) => content?.kind === 'voice');
  expect(voice.content?.media?.size).toBeGreaterThan(500);
});

test('a voice message, a video, a place, a contact, a poll and a sticker of the client each look like what they are', async () => {
  await jan.send({ ...to(), kind: 'voice', ...media(Buffer.alloc(4_000, 7), 'audio/ogg', 'voice.ogg') });
  await last().locator('.sound-body').waitFor();
  await jan.send({ ...to(), kind: 'video', ...media(Buffer.alloc(4_000, 7), 'video/mp4', 'film.mp4') });
  await last().locator('.video-body').waitFor();
  await jan.send({ ...to(), location: { latitude: 52.2297, longitude: 21.0122, name: 'The office' } });
  await app.sees('The office');
  await jan.send({ ...to(), contact: { name: 'Ola Zielińska', number: '48511222444' } });
  await app.sees('Ola Zielińska');
  await jan.send({ ...to(), poll: { question: 'When?', options: [{ text: 'Today' }, { text: 'Tomorrow' }] } });
  await app.sees('When?');
  await app.row('When?').getByText('Tomorrow').click();
  await app.row('When?').getByRole('button', { name: 'Vote', exact: true }).click();
  await jan.saw('the vote', ({ kind }) => kind === 'vote');
  await jan.send({ ...to(), kind: 'sticker', ...media(samplePng(128, 128), 'image/png', 'thanks.png') });
  await last().locator('.picture-body.is-sticker').waitFor();
  await jan.call(world.companyNumber, 'missed');
  await app.sees('Missed call');
});

test('a place of ours arrives', async () => {
  await app.button('Send a place').click();
  await app.page.getByRole('dialog').getByRole('textbox').first().fill('50.0647, 19.9450');
  await app.page.getByRole('dialog').locator('button[type="submit"]').click();
  const place = await jan.saw('the place', ({ content }) => content?.kind === 'location');
  expect(place.content?.location).toMatchObject({ latitude: 50.0647, longitude: 19.945 });
});

test('reply, reaction, change and deletion go both ways', async () => {
  const id = await jan.write(world.companyNumber, 'Five o’clock?');
  await app.sees('Five o’clock?');
  await app.row('Five o’clock?').hover();
  await app.row('Five o’clock?').getByRole('button', { name: 'Reply', exact: true }).click();
  await app.write('Five it is');
  const reply = await jan.saw('the reply', ({ content }) => content?.text === 'Five it is');
  expect(reply.reply_to).toBe(id);
  await jan.react(reply.message!, '👍');
  await app.row('Five it is').getByText('👍').waitFor();
  await jan.edit(id, 'Six o’clock?');
  await app.sees('Six o’clock?');
  await app.page.locator('.message-row.is-theirs').filter({ hasText: 'Six o’clock?' }).getByText('edited').waitFor();
  await jan.write(world.companyNumber, 'Forget it');
  await app.sees('Forget it');
  const forgotten = (await jan.entries()).findLast(({ own, content }) => own && content?.text === 'Forget it')!.message!;
  await jan.remove(forgotten);
  await app.row('Forget it').waitFor({ state: 'detached' });
});

test('what the handset sends stands in the thread as the company’s, and its change is shown as a change', async () => {
  const handset = await world.loopback.call<{ id: string }>('POST', '/phones/48600000001/messages', { to: jan.number, text: 'From the company phone' });
  await app.sees('From the company phone');
  expect(await app.row('From the company phone').getAttribute('class')).toContain('is-ours');
  await world.loopback.call('PATCH', `/phones/48600000001/messages/${handset.id}`, { text: 'From the company phone, corrected' });
  await app.sees('From the company phone, corrected');
  await app.row('From the company phone, corrected').getByText('edited').waitFor();
});

test('typing and read marks go both ways', async () => {
  await jan.typing(world.companyNumber, true);
  await app.shows('Jan Kowalski is typing');
  await app.field.click();
  await app.field.pressSequentially('abc');
  await jan.saw('that she types', ({ kind, typing }) => kind === 'typing' && typing === true);
  await app.field.fill('');
  const id = await jan.write(world.companyNumber, 'Seen?');
  await app.sees('Seen?');
  await jan.saw('that it was read', ({ kind, message }) => kind === 'read' && message === id);
});

test('bombs and liars: a picture that unfolds into gigabytes and a page that calls itself a picture are not drawn and run nothing', async () => {
  await jan.send({ ...to(), kind: 'image', ...media(bombPng(60_000, 60_000), 'image/png', 'bomb.png'), text: 'a bomb' });
  await app.row('a bomb').locator('.picture-body-failure').waitFor({ timeout: 30_000 });
  await jan.send({ ...to(), kind: 'image', ...media(Buffer.from('<html><script>parent.owned = 1</script><body onload="owned=1">'), 'image/png', 'page.png'), text: 'a liar' });
  await app.row('a liar').locator('.picture-body-failure').waitFor({ timeout: 30_000 });
  await jan.send({ ...to(), kind: 'image', ...media(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="owned=1"/>'), 'image/svg+xml', 'vector.svg'), text: 'a vector' });
  await app.row('a vector').locator('.picture-body-failure').waitFor({ timeout: 30_000 });
  expect(await app.page.evaluate(() => 'owned' in window)).toBe(false);
});

const hostile: readonly (readonly [string, string])[] = [
  ['HTML and script', '<img src=x onerror="window.owned=1"><script>window.owned=1</script><b>bold?</b>'],
  ['right-to-left tricks', 'invoice\u202Efdp.exe \u2066\u2067 and back'],
  ['zalgo', `Z${'\u0334\u0353\u0347'.repeat(120)}algo`],
  ['a formula', '=HYPERLINK("http://evil.example","click")'],
  ['as much as an event holds, in one word', 'x'.repeat(58_000)],
];
test.each(hostile)('%s from a client is text, breaks nothing, and can be answered', async (_what, text) => {
  await jan.write(world.companyNumber, text);
  await until('it stands there', async () => (await last().innerText()).replaceAll(/[\u2066-\u2069\u202A-\u202E]/g, '').includes(text.slice(0, 7)));
  expect(await app.page.evaluate(() => ['owned' in window, document.documentElement.scrollWidth <= innerWidth, document.querySelector('.timeline-list')!.scrollWidth <= document.querySelector('.timeline-list')!.clientWidth + 1])).toEqual([false, true, true]);
});

test('64 KiB of a client’s, more than an event holds, stand there as a file with their beginning', async () => {
  const ola = await world.loopback.phone('48511222444', { name: 'Ola Zielińska' }); // what she writes is compared here
  await ola.write(world.companyNumber, `Long: ${'ї'.repeat(32_000)}`);
  await app.openConversation('Ola Zielińska');
  await app.row('Long: ').locator('.file-body').waitFor();
  await app.openConversation('Jan Kowalski');
});

test('64 KiB of ours arrive whole; more is said before it is sent, and nothing is cut', async () => {
  const long = 'Ż'.repeat(20_000);
  await app.write(long);
  await jan.heard(long);
  await app.field.fill('x'.repeat(61_000));
  await app.field.press('Enter');
  await app.page.locator('.message-composer').getByText(/too long|characters/i).first().waitFor();
  expect((await app.field.inputValue()).length).toBe(61_000);
  await app.field.fill('');
});

test('a note with a colleague’s name in it is on record, on nobody’s phone, and told to them', async () => {
  await app.field.press('Alt+n');
  await app.field.pressSequentially('@Bor');
  await app.page.getByRole('option', { name: /Boris Wilk/ }).click();
  await app.field.press('End');
  await app.field.pressSequentially(' please call him');
  await app.page.locator('.message-composer.is-note button[type="submit"]').click();
  await app.sees('please call him');
  await app.field.press('Alt+n');
  await app.write('After the note');
  await jan.heard('After the note');
  expect((await jan.texts()).some((text) => text.includes('please call him'))).toBe(false);
  await world.check({ settled: true });
});
