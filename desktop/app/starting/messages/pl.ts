import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const pl: MessagesLike<typeof en> = {
  starting: {
    title: 'Nowa rozmowa',
    who: 'Klient albo numer',
    whoHint: 'Znane imię albo numer z kodem kraju, na przykład +48 600 123 456',
    known: 'Znani klienci',
    account: 'Z którego numeru',
    noAccount: 'Twój zespół nie ma połączonego numeru.',
    disconnected: 'rozłączony',
    paused: 'wstrzymany',
    start: 'Rozpocznij',
    cancel: 'Anuluj',
    looking: 'Pytam sieć',
    errors: {
      NOT_ON_NETWORK: 'Nikt w sieci {network} nie ma tego numeru.',
      IDENTIFIER_INVALID: '{network} nikogo tak nie znajduje. Numer zaczyna się od plusa i kodu kraju.',
      CONTACT_BLOCKED: 'Ta osoba nie przyjmuje wiadomości z naszego numeru.',
      NETWORK_LIMITED: '{network} nie pozwala na razie temu numerowi zaczynać rozmów. Spróbuj jutro albo z innego numeru.',
      ROOM_ALREADY_OWNED: 'Tę rozmowę prowadzi już ktoś z zespołu.',
      ACCOUNT_NOT_CONNECTED: 'Numer jest rozłączony. Zwróć się do administratora.',
      ACCOUNT_NOT_LINKED: 'Numer nie jest jeszcze podłączony. Zwróć się do administratora.',
      NETWORK_REFUSED: '{network} odmówiła bez podania powodu.',
      BRIDGE_UNAVAILABLE: 'Z {network} nie ma teraz łączności.',
      OFFLINE: 'Nie ma łączności z serwerem firmy. Niczego nie rozpoczęto.',
      FORBIDDEN: 'Z tego numeru nie możesz pisać pierwszy.',
      other: 'Nie udało się ({code}). Niczego nie rozpoczęto.',
    },
  },
};
