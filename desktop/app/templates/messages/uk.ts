import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const uk: MessagesLike<typeof en> = {
  templates: {
    title: 'Шаблони',
    search: 'Знайти шаблон',
    none: 'Шаблонів ще немає.',
    noneFound: 'За цими словами шаблонів немає.',
    own: 'Мої',
    team: 'Групи',
    insert: 'Вставити',
    fieldsTitle: 'Заповніть «{title}»',
    cancel: 'Скасувати',
    new: 'Новий шаблон',
    edit: 'Змінити',
    remove: 'Вилучити',
    removeAsk: 'Вилучити шаблон «{title}»?',
    save: 'Зберегти',
    name: 'Назва',
    language: 'Мова',
    anyLanguage: 'Будь-яка',
    body: 'Текст',
    bodyHint: 'Поля: {fields}',
    who: 'Кому доступний',
    saveFailed: 'Не збережено ({code}). Текст лишився тут.',
    failed: 'Не вдалося завантажити шаблони.',
    preview: 'Як виглядатиме',
    fields: {
      clientName: 'ім’я клієнта',
      meName: 'ваше ім’я',
      date: 'сьогоднішня дата',
      ask: 'запитаємо під час вставлення',
    },
  },
};
