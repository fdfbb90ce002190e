import { defineStore } from 'pinia';
import { ref, watch } from 'vue';
import { detectLocale, isLocale, setLocale, useTheme, type Locale, type ThemeChoice, type UiI18n } from '@holdfast/ui';

const kept = (key: string): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // a browser without storage: the choice lasts as long as the page
  }
};
const keep = (key: string, value: string): void => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // as above
  }
};

/** Language and theme of this browser. Nothing else of the console is kept outside the box. */
export const useLookStore = defineStore('look', () => {
  const saved = kept('holdfast.language');
  const language = ref<Locale>(isLocale(saved) ? saved : detectLocale(navigator.languages));
  const theme = useTheme();
  const savedTheme = kept('holdfast.theme');
  if (savedTheme === 'light' || savedTheme === 'dark' || savedTheme === 'system') theme.setTheme(savedTheme);

  function follow(i18n: UiI18n): void {
    watch(language, (next) => setLocale(i18n, next), { immediate: true });
  }
  function speak(next: Locale): void {
    language.value = next;
    keep('holdfast.language', next);
  }
  function show(next: ThemeChoice): void {
    theme.setTheme(next);
    keep('holdfast.theme', next);
  }
  return { language, follow, speak, show, themeChoice: theme.choice };
});
