import type { Locator, Page } from 'playwright-core';
import { until } from '../../../server/test/support/until.ts';

export type AppPage = ReturnType<typeof createAppPage>;
export type SignIn = { readonly password: string; readonly signature?: string; /** Left out: the page of the own password is put off. */ readonly newPassword?: string };

/** One person before their screen: they see what is drawn, and act with mouse and keyboard as a person would. */
export function createAppPage(page: Page) {
  const item = (name: string): Locator => page.locator('.inbox-item').filter({ has: page.locator('.inbox-item-name', { hasText: exactly(name) }) });
  const row = (text: string): Locator => page.locator('.message-row').filter({ hasText: text }).last();
  const field = page.locator('.message-composer-field');
  const stateOf = (text: string): Locator => row(text).locator('.send-state');

  async function openConversation(name: string): Promise<void> {
    await item(name).locator('.inbox-item-main').click();
    await page.locator('.conversation-header-name', { hasText: exactly(name) }).waitFor();
  }

  return {
    page,
    item,
    row,
    field,
    stateOf,
    openConversation,
    /** The line that says how the connection is; not there when all is well. */
    status: (): Locator => page.locator('.status-line.is-shown'),
    button: (name: string | RegExp): Locator => page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }),
    /** Everything that can be read on the screen. */
    screen: (): Promise<string> => page.locator('body').innerText(),
    shows: (text: string | RegExp, timeoutMs = 15_000): Promise<void> => page.getByText(text).first().waitFor({ timeout: timeoutMs }),
    /** A message is in the open conversation. */
    sees: (text: string, timeoutMs = 15_000): Promise<void> => row(text).waitFor({ timeout: timeoutMs }),
    /** What stands below a message of ours, the moment it fits. */
    stateIs: (text: string, state: string | RegExp, timeoutMs = 30_000): Promise<void> => stateOf(text).filter({ hasText: state }).waitFor({ timeout: timeoutMs }),
    texts: (): Promise<string[]> => page.locator('.message-row .message-row-bubble').allInnerTexts(),

    /** Types into the field and sends with Enter. */
    async write(text: string): Promise<void> {
      await field.click();
      await field.fill(text);
      await field.press('Enter');
      await until('the field is empty again', async () => (await field.inputValue()) === '');
    },
    async note(text: string): Promise<void> {
      await field.press('Alt+n');
      await page.locator('.message-composer.is-note').waitFor();
      await field.fill(text);
      await page.locator('.message-composer.is-note button[type="submit"]').click();
      await until('the field is empty again', async () => (await field.inputValue()) === '');
      await field.press('Alt+n');
    },
    /** From the sign-in page to one's conversations: password, the notice signed, an own password now or later. */
    async signIn({ password, signature = 'Somebody Signing', newPassword }: SignIn): Promise<void> {
      const secret = page.locator('input[name="password"]');
      await secret.fill(password);
      await secret.press('Enter');
      const name = page.locator('.notice-sign input');
      const shell = page.locator('.shell');
      await name.or(shell).waitFor({ timeout: 30_000 });
      if (await shell.isVisible()) return;
      await name.fill(signature);
      await name.press('Enter');
      const own = page.locator('input[autocomplete="new-password"]');
      await own.first().or(shell).waitFor();
      if (await shell.isVisible()) return;
      if (newPassword === undefined) await page.locator('.session-acts button:not([type="submit"])').click();
      else {
        await own.first().fill(newPassword);
        await own.last().fill(newPassword);
        await own.last().press('Enter');
      }
      await shell.waitFor();
    },
  };
}

const exactly = (text: string): RegExp => new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
