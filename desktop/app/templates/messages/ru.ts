import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const ru: MessagesLike<typeof en> = {
  templates: {
    title: 'Шаблоны',
    search: 'Найти шаблон',
    none: 'Шаблонов пока нет.',
    noneFound: 'По этим словам шаблонов нет.',
    own: 'Мои',
    team: 'Группы',
    insert: 'Вставить',
    fieldsTitle: 'Заполните «{title}»',
    cancel: 'Отмена',
    new: 'Новый шаблон',
    edit: 'Изменить',
    remove: 'Удалить',
    removeAsk: 'Удалить шаблон «{title}»?',
    save: 'Сохранить',
    name: 'Название',
    language: 'Язык',
    anyLanguage: 'Любой',
    body: 'Текст',
    bodyHint: 'Поля: {fields}',
    who: 'Кому доступен',
    saveFailed: 'Не сохранено ({code}). Текст остался здесь.',
    failed: 'Не удалось загрузить шаблоны.',
    preview: 'Как будет выглядеть',
    fields: {
      clientName: 'имя клиента',
      meName: 'ваше имя',
      date: 'сегодняшняя дата',
      ask: 'спросим при вставке',
    },
  },
};
