import type { MessagesLike } from '@holdfast/ui';
import { archivePl } from './archive-pl.ts';
import type { en } from './en.ts';

export const pl: MessagesLike<typeof en> = {
  records: {
    title: 'Zapisy', number: 'Numer firmy', noNumber: 'Bez numeru', who: 'Kto', author: 'Autor', when: 'Kiedy', written: 'Napisano', conversation: 'Rozmowa', unnamed: 'Bez nazwy', reason: 'Powód', code: 'Kod',
    nothingFound: 'Nic nie pasuje do tych filtrów.', goOn: 'Dokąd dalej', toClient: 'Otwórz klienta', toAudit: 'Wszystkie działania dotyczące klienta',
    days: {
      title: 'Według dni', lead: 'Ile zapisano dla każdego numeru firmy i dnia. Treści nie są pokazywane.', day: 'Dzień', traffic: 'Od klientów i do nich', empty: 'Nic jeszcze nie zapisano. Zapis zacznie się od pierwszej wiadomości na numer firmy.', counting: 'Liczenie jeszcze trwa: na razie liczby są zaniżone', barOf: 'Wiadomości: {count}', utc: 'Dni liczone są według północy UTC:',
      short: { received: 'Odebrane', sentFromBox: 'Wysłane', sentFromHandset: 'Z telefonu', refused: 'Odmowy', edits: 'Poprawki', deletions: 'Wycofania' },
      kinds: { received: 'Od klientów', sentFromBox: 'Wysłane przez system', sentFromHandset: 'Napisane na telefonie', refused: 'Zatrzymane', edits: 'Poprawki', deletions: 'Wycofane', reactions: 'Reakcje', notes: 'Notatki wewnętrzne', media: 'W tym ze zdjęciem lub plikiem', other: 'Głosy i podobne', technical: 'Wpisy techniczne' },
    },
    refusals: {
      title: 'Zatrzymane', lead: 'Co napisali współpracownicy, a czego system nie wypuścił. Nic z tego nie dotarło do klienta.', why: 'Dlaczego', empty: 'Niczego nie zatrzymano.', other: 'Zatrzymano ({code})',
      codes: { EVENT_TYPE_NOT_ALLOWED: 'Czegoś takiego nie wysyła się klientom', STATE_CHANGE: 'Próba zmiany ustawień rozmowy', NOT_OWNER: 'Autor nie odpowiada w tej rozmowie', PORTAL_CLOSED: 'Rozmowę usunięto na telefonie', ACCOUNT_UNKNOWN: 'Rozmowa nie ma numeru firmy', CONTENT_INVALID: 'Wiadomość była uszkodzona', CONTENT_KEY_NOT_ALLOWED: 'Wiadomość zawierała coś ukrytego', MSGTYPE_NOT_ALLOWED: 'Takich wiadomości nie wysyła się klientom', BRIDGE_COMMAND: 'Tekst byłby poleceniem dla komunikatora', REFERENCE_UNKNOWN: 'Odpowiedź na coś z innej rozmowy', REFERENCE_NOT_DELIVERED: 'Odpowiedź na coś, czego klient nie dostał', NOT_OWN_EVENT: 'Próba zmiany cudzej wiadomości', INTERNAL: 'Błąd systemu' },
    },
    decisions: {
      title: 'Niepewne', lead: 'Wiadomości, o których nie wiadomo, czy dotarły, albo które czekały za długo, i kto co o nich zdecydował.', doubt: 'Co było niepewne', verdict: 'Decyzja', open: 'Do decyzji', decided: 'Rozstrzygnięte', waits: 'Czeka', by: 'Zdecydował(a)', byAt: '{name}, {at}', kind: 'Rodzaj', noneOpen: 'Żadna wiadomość nie czeka na decyzję.', noneDecided: 'O żadnej wiadomości nie trzeba było jeszcze decydować.', otherReason: 'Niepewność ({code})',
      was: { uncertain: 'Mogła dotrzeć albo nie', 'needs-confirmation': 'Wysłać czy odrzucić', failed: 'Nie udało się wysłać' }, verdicts: { sent: 'Wysłano', discarded: 'Odrzucono' },
      kinds: { message: 'Wiadomość', edit: 'Poprawka', reaction: 'Reakcja', redaction: 'Wycofanie', poll: 'Ankieta' },
      reasons: { HANDOVER: 'Niewysłana po poprzednim opiekunie', STALE: 'Czekała dłużej, niż wolno', BRIDGE_DIED: 'Komunikator przerwał podczas wysyłki', NO_ANSWER: 'Sieć jej nie potwierdziła', NETWORK_REFUSED: 'Sieć odmówiła', UNSUPPORTED: 'Sieć tego nie potrafi', REFERENCE_NOT_DELIVERED: 'To, czego dotyczy, nie zostało wysłane', PORTAL_CLOSED: 'Rozmowę usunięto na telefonie', WITHDRAWN: 'Wycofana przed wysłaniem', PRUNED: 'Jej treści już nie ma', NOT_OWNER: 'Autor już tu nie odpowiada' },
    },
    access: {
      title: 'Kto zaglądał', lead: 'Kto, kiedy i dlaczego zaglądał do klienta oraz kto coś eksportował.', act: 'Co zrobiono', client: 'Klient', empty: 'Nikt jeszcze nie zaglądał do klienta.',
      acts: { 'room-read': 'Przeczytano stronę rozmowy', 'queue-read': 'Przeczytano nieprzydzieloną rozmowę', 'client-contact-revealed': 'Pokazano numer klienta', 'look-opened': 'Otwarto bieżącą rozmowę', 'look-extended': 'Przedłużono wgląd z innego powodu', 'look-ended': 'Zakończono wgląd', 'audit-exported': 'Wyeksportowano dziennik działań' },
    },
    looks: {
      title: 'Wgląd w rozmowę', lead: 'Przeczytaj jedną bieżącą rozmowę przez {minutes} minut z powodu, który pozostaje w zapisie.', search: 'Klient lub grupa', searchHint: 'Nazwa, firma lub etykieta klienta', found: 'Rozmowy', nothingFound: 'Nie znaleziono rozmowy o tej nazwie.', own: 'Twoje wglądy', empty: 'Nie masz jeszcze żadnego wglądu. Znajdź rozmowę powyżej.', owner: 'Kto odpowiada', last: 'Ostatnia wiadomość', state: 'Stan', isOpen: 'Otwarty', isOver: 'Zakończony',
      open: 'Zajrzyj do rozmowy', this: 'tej rozmowy', askTitle: 'Wgląd: {name}?', askText: 'Możesz czytać przez {minutes} minut. Wgląd, każda przeczytana strona i Twój powód zostają zapisane; kto odpowiada w rozmowie, dowie się o tym, jeśli tak mówią ustawienia.',
      strip: 'Przeglądasz bieżącą rozmowę. Jest to zapisywane, a kto w niej odpowiada, wie o tym.', stripUntold: 'Przeglądasz bieżącą rozmowę. Jest to zapisywane.', left: 'Pozostało {time}', extend: 'Czytaj dalej', extendText: 'Kolejne pół godziny od teraz, z innego powodu. Zostanie zapisany tak jak pierwszy.', end: 'Zakończ', ranOut: 'Czas minął. Aby czytać dalej, podaj kolejny powód.', ended: 'Wgląd zakończony. Co czytano i dlaczego, jest zapisane.',
      facts: 'Odpowiada: {owner}. Twój powód: {reason}.', older: 'Starsze wiadomości', messages: 'Wiadomości', noMessages: 'W tej rozmowie nie ma wiadomości.', media: 'Zdjęcie lub plik', before: 'Przedtem:', corrected: 'Poprawiono {at}', withdrawn: 'Wycofano {at}', notSent: 'Nie opuściła systemu',
      sides: { box: 'System', handset: 'Z telefonu', employee: 'Firma' }, kinds: { message: 'wiadomość', sticker: 'naklejka', poll: 'ankieta', note: 'notatka wewnętrzna', edit: 'poprawka', reaction: 'reakcja', other: 'inny rodzaj' },
    },
    archive: archivePl,
    failure: { LOOK_ENDED: 'Wgląd jest zakończony. Aby czytać dalej, podaj kolejny powód.', ROOM_NOT_PORTAL: 'Tej rozmowy już tu nie ma.', BAD_REQUEST: 'Podaj powód, co najmniej trzy litery.' },
  },
};
