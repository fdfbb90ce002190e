import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../../../server/test/support/world.ts';
import { openApps, type Apps } from '../support/app.ts';
import { leftOver, say, type Language } from '../support/app-words.ts';

/** The main job once in each language: nobody is shown a word of another one. */
let world: World;
let apps: Apps;
const people = [
  { language: 'ru', locale: 'ru-RU', name: 'Мария', client: 'Иван Петров', number: '+48511000001', hello: 'Здравствуйте! Заказ готов?', answer: 'Да, можно забирать', today: /^Сегодня$/, kept: 'записывается' },
  { language: 'uk', locale: 'uk-UA', name: 'Олена', client: 'Тарас Коваль', number: '+48511000002', hello: 'Добрий день! Чи готове замовлення?', answer: 'Так, можна забирати', today: /^Сьогодні$/, kept: 'записується' },
  { language: 'pl', locale: 'pl-PL', name: 'Zofia', client: 'Łukasz Żak', number: '+48511000003', hello: 'Dzień dobry! Czy zamówienie jest gotowe?', answer: 'Tak, można odebrać', today: /^Dzisiaj$/, kept: 'zapisywan' },
] as const satisfies readonly { language: Language; [fact: string]: unknown }[];

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  apps = await openApps(world, people.map(({ language }) => `person-${language}`));
});
afterAll(async () => {
  try {
    await apps?.close();
  } finally {
    await world?.close();
  }
});

test.each(people)('in $language: signing in, the notice, an answer, a note, a search, settings and keys', async ({ language, locale, name, client, number, hello, answer, today, kept }) => {
  const t = (key: string): string => say(language, key);
  const colleague = await world.hire(`person-${language}`, { name, languages: [language] });
  const app = await apps.open(colleague.name, { locale });
  const seen: string[] = [];
  const look = async (): Promise<void> => void seen.push(...leftOver(language, await app.screen()));

  const secret = app.page.locator('input[name="password"]');
  await secret.waitFor();
  await app.shows(t('session.signIn.password'));
  await look();
  await secret.fill(colleague.password);
  await secret.press('Enter');
  const signature = app.page.locator('.notice-sign input');
  await signature.waitFor();
  expect(await app.screen()).toContain(kept);
  await look();
  await signature.fill(name);
  await signature.press('Enter');
  await app.page.locator('input[autocomplete="new-password"]').first().waitFor();
  await look();
  await app.page.locator('.session-acts button:not([type="submit"])').click();
  await app.shows(t('inbox.empty.text'));
  await look();

  const phone = await world.phone(number, { name: client });
  await phone.write(world.companyNumber, hello);
  await app.openConversation(client);
  await app.sees(hello);
  await app.shows(today);
  await app.write(answer);
  await phone.heard(answer);
  await app.stateIs(answer, new RegExp(`^${t('conversation.send.sent')}$`));
  await app.note(`${name} ✓`);
  await app.shows(t('composer.noteHead'));
  await look();

  for (const [keys, sign] of [['Control+k', '[role="dialog"] input'], ['?', '[role="dialog"] kbd'], ['Control+,', '.settings, [role="dialog"] [role="tablist"]']] as const) {
    if (keys === '?') await app.item(client).locator('.inbox-item-main').focus();
    await app.page.keyboard.press(keys);
    await app.page.locator(sign).first().waitFor();
    await look();
    if (keys === 'Control+,') {
      for (const tab of await app.page.locator('[role="dialog"] [role="tab"]').all()) {
        await tab.click();
        await look();
      }
    }
    await app.page.keyboard.press('Escape');
    await app.page.locator('[role="dialog"]').waitFor({ state: 'detached' });
  }
  await app.item(client).locator('.inbox-item-main').focus();
  await app.page.keyboard.press('/');
  await app.page.getByRole('searchbox').first().fill(hello.split(' ').at(-1)!.replace('?', ''));
  await app.page.locator('.search-hit').first().waitFor();
  await look();
  await app.page.context().close();
  expect([...new Set(seen)]).toEqual([]);
  expect(await phone.texts()).toEqual([answer]);
});
