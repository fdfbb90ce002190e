import { forgetKey } from './api.js';
import { keepLanguage, language, languages, t } from './words.js';

const themeName = 'holdfast.phones.theme';
const themes = ['system', 'light', 'dark'];
let redraw = () => undefined;
export const whenRedrawn = (act) => { redraw = act; };

export const theme = () => (themes.includes(localStorage.getItem(themeName)) ? localStorage.getItem(themeName) : 'system');

export function wearTheme() {
  if (theme() === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme();
}

/** Language, light or dark, and putting the key away. */
export function settingsMenu() {
  const items = [
    ...Object.entries(languages).map(([code, name]) => ({ label: name, checked: code === language(), act: () => { keepLanguage(code); redraw(); } })),
    'line',
    ...themes.map((name) => ({
      label: t(`theme ${name}`), checked: name === theme(),
      act: () => { localStorage.setItem(themeName, name); wearTheme(); },
    })),
    'line',
    { icon: 'close', label: t('put key away'), act: () => { forgetKey(); location.reload(); } },
  ];
  return [items, { label: t('settings') }];
}
