import { defineStore } from 'pinia';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { detectLocale, setLocale, useTheme, type Locale, type UiI18n } from '@holdfast/ui';
import { defaultSettings, type HostAbilities, type Settings } from '../../ipc/index.ts';
import { codeOf, useBoxApi } from '../host/box-api.ts';

/** How the app looks and behaves for this person on this device. Kept by main; the page itself keeps nothing. */
export const useSettingsStore = defineStore('settings', () => {
  const api = useBoxApi();
  const theme = useTheme();
  const settings = shallowRef<Settings>(defaultSettings);
  const host = shallowRef<HostAbilities | null>(null);

  /** Before the first paint: what was chosen is what is drawn. Never rejects; without main there is only the default. */
  async function load(): Promise<void> {
    const [read, abilities] = await Promise.all([api.readSettings({}).catch(() => defaultSettings), api.readHost({}).catch(() => null)]);
    settings.value = read;
    host.value = abilities;
  }

  /** Shown at once; taken back when main refuses. Resolves to null or the code of the refusal. */
  async function change(wanted: Partial<Settings>): Promise<string | null> {
    const before = settings.value;
    settings.value = { ...before, ...wanted };
    try {
      settings.value = await api.changeSettings(wanted);
      return null;
    } catch (failure) {
      settings.value = before;
      return codeOf(failure);
    }
  }

  const localeOf = ({ language }: Settings): Locale => language ?? detectLocale(navigator.languages);
  /** From now on theme, text size and language follow the settings. Called once, by main.ts. */
  function apply(i18n: UiI18n): void {
    watch(settings, (now) => {
      theme.setTheme(now.theme);
      theme.setTextSize(now.textSize);
      setLocale(i18n, localeOf(now));
    }, { immediate: true });
  }

  onScopeDispose(api.subscribe((push) => {
    if (push.push === 'settings.changed') settings.value = push.settings;
  }));
  return { settings, host, load, change, apply };
});
