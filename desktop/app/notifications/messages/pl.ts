import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const pl: MessagesLike<typeof en> = {
  notifications: {
    open: 'Otwórz',
    reply: 'Odpowiedz',
    send: 'Wyślij',
    placeholder: 'Odpowiedź: {name}',
    hidden: 'Nowa wiadomość',
    dismiss: 'Zamknij',
    sent: 'Wysłano',
    failed: 'Nie wysłano ({code}). Tekst jest w wersji roboczej.',
    region: 'Nowe wiadomości',
  },
};
