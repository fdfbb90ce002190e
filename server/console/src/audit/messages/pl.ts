import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const pl: MessagesLike<typeof en> = {
  audit: {
    title: 'Dziennik działań',
    lead: 'Wszystkie działania ludzi i samego systemu. Nikt nie może zmienić ani usunąć wpisu.',
    columns: { act: 'Działanie', who: 'Kto', target: 'Czego dotyczy', reason: 'Powód', at: 'Kiedy' },
    order: 'Kolejność', newest: 'Od najnowszych', oldest: 'Od najstarszych',
    box: 'Sam system', themselves: 'Własne konto', aConversation: 'Rozmowa', aClient: 'Klient', aMessage: 'Wiadomość',
    person: 'Osoba', personHint: 'Co zrobiła i co zrobiono wobec niej.', client: 'Klient', onThis: 'Dotyczy: {name}',
    empty: 'Nic jeszcze nie zapisano.', nothingFound: 'Żadne działanie nie pasuje do tych filtrów.',
    noReason: 'Nie podano', number: 'Numer wpisu', code: 'Kod', open: 'Otwórz', details: 'Szczegóły', allOfPerson: 'Wszystko o tej osobie', allOnThis: 'Wszystko na ten temat',
    export: { title: 'Eksport dziennika działań', all: 'Cały dziennik zostanie zapisany do pliku.', narrowed: 'Do pliku trafi to, co pokazują filtry.', holds: 'Plik zawiera nazwiska współpracowników, identyfikatory i kody; nie ma w nim wiadomości ani nazwisk i numerów klientów. Sam eksport też jest zapisywany.', save: 'Eksportuj do CSV', done: 'Dziennik działań zapisano do pliku' },
    acts: {
      'administrator-bootstrapped': 'Utworzono pierwszego administratora', 'session-opened': 'Zalogowano', 'session-closed': 'Wylogowano', 'session-refused': 'Odmówiono logowania', 'session-verified': 'Potwierdzono tożsamość',
      'sign-in-link-made': 'Utworzono jednorazowy link', 'sign-in-link-used': 'Użyto jednorazowego linku', 'second-factor-added': 'Dodano drugi krok logowania', 'second-factor-removed': 'Usunięto drugi krok logowania', 'recovery-codes-renewed': 'Odnowiono kody odzyskiwania',
      'account-created': 'Dodano numer firmy', 'account-changed': 'Zmieniono numer firmy', 'account-link-started': 'Rozpoczęto łączenie numeru firmy', 'account-link-cancelled': 'Anulowano łączenie numeru firmy', 'account-link-failed': 'Nie udało się połączyć numeru firmy', 'account-linked': 'Połączono numer firmy',
      'account-paused': 'Wstrzymano numer firmy', 'account-resumed': 'Wznowiono numer firmy', 'account-logged-out': 'Wylogowano numer firmy', 'account-old-chats-decided': 'Zdecydowano o starych rozmowach', 'account-risk-accepted': 'Zaakceptowano ryzyko nieoficjalnego klienta', 'account-test-sent': 'Wysłano wiadomość testową',
      'person-created': 'Dodano osobę', 'person-invited': 'Zaproszono osobę', 'person-changed': 'Zmieniono dane osoby', 'person-locked': 'Zablokowano osobę', 'person-unlocked': 'Odblokowano osobę', 'person-signed-out': 'Zakończono wszystkie sesje osoby', 'person-password-changed': 'Zmieniono własne hasło', 'person-password-reset': 'Zastąpiono hasło osoby',
      'team-created': 'Dodano zespół', 'team-changed': 'Zmieniono zespół',
      'client-changed': 'Zmieniono kartę klienta', 'client-merged': 'Połączono karty klientów', 'client-split': 'Rozdzielono kartę klienta', 'client-note-added': 'Dodano notatkę o kliencie', 'client-note-removed': 'Usunięto notatkę o kliencie', 'client-contact-revealed': 'Pokazano numer klienta',
      'client-import-uploaded': 'Przesłano plik z klientami', 'client-import-started': 'Rozpoczęto import klientów', 'client-import-finished': 'Zakończono import klientów', 'client-import-cancelled': 'Anulowano import klientów', 'clients-exported': 'Wyeksportowano klientów',
      'client-notice-changed': 'Zmieniono informację o zapisie dla klientów', 'client-notice-sent': 'Wysłano klientowi informację o zapisie', 'routing-rules-changed': 'Zmieniono reguły przydziału',
      'greeting-created': 'Dodano powitanie', 'greeting-changed': 'Zmieniono powitanie', 'greeting-removed': 'Usunięto powitanie', 'template-created': 'Dodano szablon', 'template-changed': 'Zmieniono szablon', 'template-removed': 'Usunięto szablon',
      'conversation-started': 'Rozpoczęto rozmowę z klientem', 'queue-read': 'Przeczytano nieprzydzieloną rozmowę', 'room-assigned': 'Przydzielono rozmowę', 'room-claimed': 'Przejęto rozmowę', 'room-read': 'Przeczytano stronę bieżącej rozmowy',
      'cover-placed': 'Ustalono zastępstwo', 'cover-ended': 'Zakończono zastępstwo',
      'handover-requested': 'Zgłoszono przekazanie', 'handover-approved': 'Zatwierdzono przekazanie', 'handover-rejected': 'Odrzucono przekazanie', 'handover-scheduled': 'Zaplanowano przekazanie', 'handover-started': 'Rozpoczęto przekazanie', 'handover-resumed': 'Wznowiono przekazanie', 'handover-completed': 'Zakończono przekazanie', 'handover-undone': 'Cofnięto przekazanie',
      'access-cut': 'Natychmiast odcięto dostęp', 'delivery-sent-anyway': 'Wysłano ponownie niepewną wiadomość', 'delivery-discarded': 'Odrzucono niepewną wiadomość', 'message-corrected': 'Poprawiono wiadomość', 'message-withdrawn': 'Wycofano wiadomość', 'notice-signed': 'Podpisano informację o zapisie',
      'handset-registered': 'Zarejestrowano telefon', 'handset-changed': 'Zmieniono dane telefonu', 'handset-handed-out': 'Wydano telefon', 'handset-returned': 'Zwrócono telefon', 'handset-lost': 'Zgłoszono utratę telefonu', 'handset-retired': 'Wycofano telefon z użycia',
      'leave-draft-begun': 'Rozpoczęto odejście pracownika', 'leave-draft-discarded': 'Porzucono przygotowanie odejścia', 'alert-acknowledged': 'Przyjęto alert do wiadomości', 'device-added': 'Dodano urządzenie', 'device-removed': 'Usunięto urządzenie',
      'look-opened': 'Otwarto bieżącą rozmowę', 'look-extended': 'Przedłużono wgląd w rozmowę', 'look-ended': 'Zakończono wgląd w rozmowę', 'audit-exported': 'Wyeksportowano dziennik działań', 'settings-changed': 'Zmieniono ustawienia', 'alerts-tested': 'Przetestowano kanał alertów', 'archive-verified': 'Sprawdzono archiwum', 'doctor-run': 'Uruchomiono kontrole systemu', 'probe-run': 'Uruchomiono próbę przez system',
    },
  },
};
