import { app, dialog, nativeTheme, net, powerMonitor, shell, type BrowserWindow } from 'electron';
import type { Settings } from '../../ipc/index.ts';
import type { Shell } from '../ports.ts';

const networkLookedAtEveryMs = 5_000;

/** Everything else of the operating system that the services use. */
export function createShell(window: () => BrowserWindow | undefined): Shell {
  return {
    openExternal: (url) => shell.openExternal(url),
    async chooseSavePath(suggestedName) {
      const owner = window();
      const options = { defaultPath: suggestedName };
      const { canceled, filePath } = await (owner ? dialog.showSaveDialog(owner, options) : dialog.showSaveDialog(options));
      return canceled || filePath === '' ? null : filePath;
    },
    applySettings(settings) {
      nativeTheme.themeSource = settings.theme;
      const owner = window();
      owner?.setContentProtection(settings.contentProtection);
      owner?.webContents.session.setSpellCheckerLanguages(spellcheckLanguages(settings, owner.webContents.session.availableSpellCheckerLanguages));
    },
    onWake(listener) {
      let wasOnline = net.isOnline();
      const timer = setInterval(() => {
        const isOnline = net.isOnline();
        if (isOnline && !wasOnline) listener();
        wasOnline = isOnline;
      }, networkLookedAtEveryMs);
      powerMonitor.on('resume', listener);
      powerMonitor.on('unlock-screen', listener);
      return () => {
        clearInterval(timer);
        powerMonitor.removeListener('resume', listener);
        powerMonitor.removeListener('unlock-screen', listener);
      };
    },
  };
}

/** What was asked for, as far as a dictionary exists; `pl` finds `pl`, `en` finds `en-US`. Pure. */
export function spellcheckLanguages({ spellcheck, language }: Pick<Settings, 'spellcheck' | 'language'>, available: readonly string[]): string[] {
  const wanted = spellcheck.length > 0 ? spellcheck : [language ?? app.getLocale()];
  return wanted.flatMap((code) => available.find((known) => known === code) ?? available.find((known) => known.split('-')[0] === code.split('-')[0]) ?? []);
}
