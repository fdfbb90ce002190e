import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const pl: MessagesLike<typeof en> = {
  nav: {
    label: 'Menu główne', open: 'Menu', close: 'Zamknij menu', skip: 'Do treści', commands: 'Przejdź lub wykonaj', account: 'Twoje konto', signOut: 'Wyloguj', theme: 'Motyw', language: 'Język',
    themes: { system: 'Jak w systemie', light: 'Jasny', dark: 'Ciemny' },
    acts: { accessOff: 'Odetnij dostęp teraz: wybierz osobę' },
    groups: { now: 'Teraz', people: 'Ludzie', record: 'Ewidencja', box: 'Serwer' },
    home: 'Start', queue: 'Nieprzypisane', clients: 'Klienci', people: 'Pracownicy', handovers: 'Przekazania', accounts: 'Numery firmowe', routing: 'Przydział', records: 'Zapisy', audit: 'Dziennik działań', health: 'Stan', settings: 'Ustawienia',
  },
  shell: {
    nothingHere: 'Pod tym adresem nic nie ma albo nie jest to dla Ciebie.', toHome: 'Na start',
    unreachable: 'Serwer nie odpowiada. Nic z tego, co zrobiono, nie przepadło; strona ruszy dalej, gdy tylko odpowie.',
    boxAway: 'Serwer nie odpowiada. To, co widzisz, może być nieaktualne.',
    backAgain: 'Serwer znów odpowiada.',
    palette: { go: 'Przejdź', do: 'Wykonaj', look: 'Wygląd' },
    keys: { title: 'Skróty klawiszowe', scope: 'Wszędzie', palette: 'Przejdź lub wykonaj cokolwiek', help: 'Ta lista', goTo: 'Przejdź: {name}', search: 'Szukaj na stronie' },
    reason: 'Powód', reasonHint: 'Zostanie w dzienniku działań z Twoim nazwiskiem i godziną.', reasonMissing: 'Podaj powód: zostanie w dzienniku działań.',
    loading: 'Wczytywanie', refresh: 'Zapytaj ponownie', exportCsv: 'Eksportuj do CSV', search: 'Szukaj', filters: 'Filtry', clearFilters: 'Wyczyść filtry', chosen: '{count} wybrany | {count} wybrane | {count} wybranych | {count} wybranego', rows: '{count} wiersz | {count} wiersze | {count} wierszy | {count} wiersza', rowsSoFar: 'Pokazano {count}, niżej jest więcej',
    nobody: 'Nikt', personLocked: 'konto zablokowane', unknown: 'Nie wiadomo', never: 'Nigdy', yes: 'Tak', no: 'Nie', save: 'Zapisz', back: 'Wstecz', next: 'Dalej', done: 'Gotowe', edit: 'Zmień', copy: 'Kopiuj', copied: 'Skopiowano',
    roles: { employee: 'Pracownik', 'team-lead': 'Kierownik zespołu', administrator: 'Administrator', 'compliance-officer': 'Specjalista ds. zgodności' },
    accountStates: { unlinked: 'Niepołączony', connecting: 'Łączy się', connected: 'Połączony', 'transient-disconnect': 'Przerwane połączenie', 'bad-credentials': 'Wylogowany przez sieć', 'logged-out': 'Wylogowany', unknown: 'Nie wiadomo' },
    handoverStates: { 'awaiting-approval': 'Czeka na zgodę', scheduled: 'Zaplanowane', running: 'W toku', done: 'Zakończone', undoing: 'Cofane', undone: 'Cofnięte', rejected: 'Odrzucone', refused: 'Nie ruszyło' },
    days: { label: 'Daty', from: 'Od', to: 'Do', today: 'Dzisiaj', last: 'Ostatni {count} dzień | Ostatnie {count} dni | Ostatnie {count} dni | Ostatnie {count} dnia', between: '{from} – {to}', since: 'Od {day}', until: 'Do {day}' },
    ofClient: 'Klient: {name}',
    smallFirm: 'W tej firmie jedna osoba może pełnić dwie role: ten, kto działał, i ten, kto sprawdza, mogą być tą samą osobą.',
    liveRooms: 'Bieżące rozmowy może odczytać ten, kto administruje serwerem; archiwum nie.',
  },
  failure: {
    UNREACHABLE: 'Serwer nie odpowiada. Nie wiadomo, czy to zostało zrobione.', INTERNAL: 'Błąd serwera. Numer dla osób, które się nim opiekują: {request}', BAD_REQUEST: 'Czegoś w formularzu nie można przyjąć: {detail}', FORBIDDEN: 'Nie możesz tego zrobić.', NOT_FOUND: 'Tego już tu nie ma.', CONFLICT: 'W międzyczasie stało się coś innego. Spójrz jeszcze raz, zanim pójdziesz dalej.',
    CHANGED_MEANWHILE: 'Ktoś to zmienił w trakcie Twojej pracy. Nic nie zostało nadpisane: zobacz, co tam jest teraz.', TOO_MANY_REQUESTS: 'Za dużo prób. Spróbuj ponownie za {seconds} s.', HOMESERVER_UNAVAILABLE: 'Serwer wiadomości nie odpowiada. Nic nie zmieniono.', BRIDGE_UNAVAILABLE: 'Połączenie z komunikatorem nie odpowiada. Nic nie zmieniono.', REAUTHENTICATION_REQUIRED: 'Nie zrobiono: tożsamość nie została potwierdzona.', PAYLOAD_TOO_LARGE: 'Za duży rozmiar.', REASON_REQUIRED: 'Podaj powód: zostanie w dzienniku działań.', other: 'Nie zrobiono ({code}).',
  },
};
