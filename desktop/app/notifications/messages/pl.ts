import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const pl: MessagesLike<typeof en> = {
  notifications: {
    reply: 'Odpowiedz',
    send: 'Wyślij',
    placeholder: 'Odpowiedź: {name}',
    hidden: 'Nowa wiadomość',
    dismiss: 'Zamknij',
    failed: 'Nie wysłano ({code}). Tekst jest w wersji roboczej.',
    region: 'Nowe wiadomości',
  },
};
