/** Words of the native menu and tray; the page has its own catalogue, which is not loaded here. */
export const menuWords = {
  en: { settings: 'Settings…', lock: 'Lock now', quit: 'Quit', edit: 'Edit', view: 'View', window: 'Window', show: 'Show conversations', search: 'Find in conversations' },
  ru: { settings: 'Настройки…', lock: 'Заблокировать', quit: 'Выйти', edit: 'Правка', view: 'Вид', window: 'Окно', show: 'Показать переписку', search: 'Найти в переписке' },
  uk: { settings: 'Налаштування…', lock: 'Заблокувати', quit: 'Вийти', edit: 'Зміни', view: 'Вигляд', window: 'Вікно', show: 'Показати листування', search: 'Знайти в листуванні' },
  pl: { settings: 'Ustawienia…', lock: 'Zablokuj', quit: 'Zakończ', edit: 'Edycja', view: 'Widok', window: 'Okno', show: 'Pokaż rozmowy', search: 'Znajdź w rozmowach' },
} as const;
export type MenuLanguage = keyof typeof menuWords;

/** The language of the menu for a locale of the operating system. Pure. */
export function menuLanguage(chosen: MenuLanguage | null, locale: string): MenuLanguage {
  const code = locale.split('-')[0] ?? '';
  return chosen ?? (code in menuWords ? (code as MenuLanguage) : 'en');
}
