import { join } from 'node:path';
import { app, net, session as sessions, type BrowserWindow } from 'electron';
import type { HostAbilities } from '../../ipc/index.ts';
import { createServices } from '../services.ts';
import { installCalls } from './calls.ts';
import { claimLinks, linkIn } from './deep-links.ts';
import { installGuards } from './guards.ts';
import { installMenu, installTray } from './menu.ts';
import { menuLanguage } from './menu-words.ts';
import { createNotifier } from './notifier.ts';
import { declareScheme, serveScheme } from './scheme.ts';
import { createShell } from './shell.ts';
import { createSafeStorageVault } from './vault.ts';
import { bringToFront, createWindow } from './window.ts';

/** The product's entry: builds Electron's half, gives it to the services, and ends both together. */
const here = import.meta.dirname;
let window: BrowserWindow | undefined;
let quitting = false;

app.enableSandbox();
declareScheme();
app.commandLine.appendSwitch('disable-features', 'MediaRouter'); // looks for cast devices in the office's network

const isFirst = claimLinks((link) => {
  bringToFront(window);
  if (link !== undefined) open(link);
});
/** A link that started the app comes before there is anybody to give it to (macOS: `open-url` before ready). */
let early: string | undefined;
let open: (link: string) => void = (link) => void (early = link);

if (isFirst) void app.whenReady().then(start);
else app.quit();

async function start(): Promise<void> {
  // In memory: neither Chromium nor the sync library leaves anything on the disk.
  const session = sessions.fromPartition('holdfast', { cache: false });
  installGuards(session);
  const abilities: HostAbilities = {
    kind: 'electron',
    nativeNotifications: true,
    contentProtection: process.platform !== 'linux',
    spellcheckLanguages: session.availableSpellCheckerLanguages,
    saveDialog: true,
    platform: process.platform === 'win32' ? 'windows' : process.platform === 'darwin' ? 'mac' : 'linux',
    version: app.getVersion(),
  };
  const services = await createServices({
    profileDirectory: join(app.getPath('userData'), 'profile'),
    host: { fetch: (input, init) => net.fetch(input instanceof URL ? input.href : input, init), vault: createSafeStorageVault(), notifier: createNotifier(() => window), shell: createShell(() => window), clock: { now: () => Date.now() }, abilities },
  });
  serveScheme(session, join(here, '../renderer'), services.gateway);
  const forgetCalls = installCalls(services.dispatch, services.subscribe, () => window);
  const acts = {
    show: () => bringToFront(window),
    settings: () => services.open({ kind: 'settings' }),
    search: () => services.open({ kind: 'search' }),
    lock: () => void services.dispatch('lockNow', {}),
    quit: () => app.quit(),
  };
  const language = menuLanguage((await services.handlers.readSettings({})).language, app.getLocale());
  installMenu(language, acts);
  const tray = installTray(language, acts);
  open = (link) => services.open({ kind: 'invitation', link });
  showWindow();
  const link = linkIn(process.argv) ?? early;
  if (link !== undefined) window?.webContents.once('did-finish-load', () => open(link));

  function showWindow(): void {
    window = createWindow(session, join(here, '../preload/api.cjs'));
    window.on('close', (event) => {
      if (quitting) return;
      event.preventDefault(); // into the tray: messages still arrive
      window?.hide();
    });
  }

  app.on('activate', () => bringToFront(window));
  app.on('before-quit', (event) => {
    if (quitting) return;
    quitting = true;
    event.preventDefault();
    forgetCalls();
    tray.destroy();
    void services.stop().finally(() => app.exit(0));
  });
}
