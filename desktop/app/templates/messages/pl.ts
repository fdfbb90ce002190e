import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const pl: MessagesLike<typeof en> = {
  templates: {
    title: 'Szablony',
    search: 'Znajdź szablon',
    none: 'Nie ma jeszcze szablonów.',
    noneFound: 'Nie ma szablonu o tych słowach.',
    own: 'Moje',
    team: 'Zespołu',
    insert: 'Wstaw',
    fieldsTitle: 'Uzupełnij „{title}”',
    cancel: 'Anuluj',
    new: 'Nowy szablon',
    edit: 'Zmień',
    remove: 'Usuń',
    removeAsk: 'Usunąć szablon „{title}”?',
    save: 'Zapisz',
    name: 'Tytuł',
    language: 'Język',
    anyLanguage: 'Dowolny',
    body: 'Treść',
    bodyHint: 'Pola: {fields}',
    who: 'Kto może go używać',
    saveFailed: 'Nie zapisano ({code}). Treść nadal tu jest.',
    failed: 'Nie udało się wczytać szablonów.',
    preview: 'Podgląd',
    fields: {
      clientName: 'imię klienta',
      meName: 'Twoje imię',
      date: 'dzisiejsza data',
      ask: 'zapytamy przy wstawianiu',
    },
  },
};
