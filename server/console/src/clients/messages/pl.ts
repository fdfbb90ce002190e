import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const pl: MessagesLike<typeof en> = {
  clients: {
    title: 'Klienci', one: 'Klient',
    search: 'Szukaj klientów', searchHint: 'Nazwisko, firma, etykieta lub numer', searchHintNoNumber: 'Nazwisko, firma lub etykieta',
    empty: 'Nie ma jeszcze klientów. Pojawią się sami, gdy napiszą na numer firmowy.',
    nothingFound: 'Nikt nie pasuje.',
    unnamed: 'Nieznany klient', unassigned: 'Nieprzypisane', notYet: 'Jeszcze nie pisał(a)', notWaiting: 'Nie czeka', noTags: 'Brak', noNumber: 'Numer nieznany', noChannels: 'Nie ma jeszcze rozmowy. Zacznie się, gdy klient napisze.', moving: 'W przekazaniu',
    facts: 'O kliencie',
    columns: { client: 'Klient', tags: 'Etykiety', channels: 'Sieci', owners: 'Odpowiada', lastEvent: 'Ostatnia', waiting: 'Czeka', number: 'Numer firmowy', state: 'Stan', language: 'Język', created: 'Znany od' },
    filters: { tag: 'Etykieta', account: 'Numer firmowy', team: 'Zespół', owner: 'Odpowiada', waiting: 'Czeka na odpowiedź', unassigned: 'Nieprzypisane', state: 'Stan' },
    states: { new: 'Nowa', open: 'Otwarta', closed: 'Zamknięta', excluded: 'Nigdy niepokazywana' },
    rooms: {
      title: 'Rozmowy', search: 'Szukaj rozmów', empty: 'Nie ma jeszcze rozmów. Zaczynają się, gdy klienci piszą na numer firmowy.', nothingFound: 'Żadna rozmowa nie pasuje.',
      kind: 'Z kim', direct: 'Z jedną osobą', group: 'Grupa', toClient: 'Otwórz klienta', toHandover: 'Otwórz przekazanie',
      move: 'Przekaż {count} rozmowę | Przekaż {count} rozmowy | Przekaż {count} rozmów | Przekaż {count} rozmowy', moveOne: 'Przekaż', moveAll: 'Przekaż wszystkie rozmowy', moveFound: 'Przekaż wszystko, co znaleziono',
    },
    owners: {
      title: 'Kto odpowiadał', none: 'Nikt jeszcze nie odpowiadał.', now: 'teraz',
      via: { routing: 'z przydziału', claim: 'rozmowa przejęta', assignment: 'przypisanie', handover: 'przekazanie', undo: 'przekazanie cofnięte', 'conversation-started': 'pierwsza wiadomość od firmy' },
    },
    notes: { title: 'Notatki', lead: 'Widzą je tylko współpracownicy.', add: 'Notatka dla współpracowników', save: 'Dodaj notatkę', none: 'Nie ma jeszcze notatek.', removed: 'usunięta', remove: 'Usuń notatkę', older: 'Starsze' },
    reveal: {
      act: 'Pokaż numery', title: 'Numery', ask: '{name}: pokazać numery?', text: 'Numery są ukryte, dopóki nikomu nie są potrzebne. W dzienniku działań zostanie, kto, kiedy i po co je widział.',
      none: 'Żaden numer nie jest jeszcze znany.', onRecord: 'Zapisano, że te numery zostały Ci pokazane. Znikną za pięć minut.', hide: 'Ukryj teraz',
    },
    edit: {
      title: 'Zmień dane klienta', name: 'Nazwa', nameMissing: 'Klient musi mieć nazwę.', firm: 'Firma', tagsHint: 'Oddzielone przecinkami.', languageHint: 'Według niego działają przydział, powitania i powiadomienia.', saved: 'Zapisano',
      conflict: 'W trakcie pisania ktoś inny zmienił dane tego klienta. Nic nie zostało nadpisane: pod każdym polem widać, co tam jest teraz.', thereNow: 'Teraz jest tam: {value}', nothing: 'nic', saveMine: 'Zapisz moją wersję',
    },
    merge: {
      act: 'Połącz z innym klientem', title: 'Dwóch klientów to jedna osoba', text: 'Znajdź drugiego i wskaż, czyja karta zostaje. Ich rozmowy będą odtąd razem.',
      other: 'Drugi klient', which: 'Czyja karta zostaje', stays: 'Ta karta zostaje', goes: 'Trafi do drugiej', verb: 'Połącz', done: '{going} należy teraz do klienta {staying}',
      whatHappens: '{count} rozmowa klienta {going} przejdzie do {staying} razem z notatkami i tym, kto odpowiada. Nikomu nic się nie wysyła. Rozdzielenie to cofa. | {count} rozmowy klienta {going} przejdą do {staying} razem z notatkami i tymi, którzy odpowiadają. Nikomu nic się nie wysyła. Rozdzielenie to cofa. | {count} rozmów klienta {going} przejdzie do {staying} razem z notatkami i tymi, którzy odpowiadają. Nikomu nic się nie wysyła. Rozdzielenie to cofa. | {count} rozmowy klienta {going} przejdzie do {staying} razem z notatkami i tymi, którzy odpowiadają. Nikomu nic się nie wysyła. Rozdzielenie to cofa.',
    },
    split: {
      act: 'Rozdziel na dwóch', title: 'Rozdziel: {name}', text: 'Rozmowy innej osoby stają się osobnym klientem; nowe wiadomości trafią do właściwego. Tak też cofa się połączenie.',
      which: 'To jest ktoś inny', oneStays: 'Co najmniej jedna rozmowa zostaje tutaj.', chooseOne: 'Wybierz co najmniej jedną rozmowę.', name: 'Nazwa nowego klienta', nameHint: 'Puste: nazwa sprzed połączenia albo ta, którą podaje sieć.',
      verb: 'Oddziel {count} rozmowę | Oddziel {count} rozmowy | Oddziel {count} rozmów | Oddziel {count} rozmowy', done: '{name} jest teraz osobnym klientem', look: 'Otwórz',
    },
    export: {
      title: 'Eksport klientów do CSV', narrowed: 'Klienci, których strona teraz pokazuje, z jej wyszukiwaniem i filtrami.', all: 'Wszyscy klienci, których możesz zobaczyć.', numbers: 'Z numerami', numbersHint: 'Wiersz na każdy numer. Potrzebny powód.',
      noNumbers: 'W pliku nie ma numerów.', save: 'Zapisz plik', saveNumbers: 'Zapisz plik z numerami', done: 'Plik zapisano. Eksport jest odnotowany w dzienniku działań.',
    },
    import: {
      title: 'Import', new: 'Importuj klientów', before: 'Dotychczasowe importy', none: 'Niczego jeszcze nie importowano.', unnamed: 'Plik bez nazwy',
      states: { ready: 'Obejrzany, niezaimportowany', running: 'W toku', done: 'Gotowe', cancelled: 'Zatrzymany' },
      runningShort: '{done} z {lines} wierszy', readyShort: 'Do zapisania {count} klient | Do zapisania {count} klienci | Do zapisania {count} klientów | Do zapisania {count} klienta', doneShort: 'Zapisano {count} klienta, błędnych wierszy: {broken} | Zapisano {count} klientów, błędnych wierszy: {broken} | Zapisano {count} klientów, błędnych wierszy: {broken} | Zapisano {count} klienta, błędnych wierszy: {broken}',
      drop: 'Upuść tu plik CSV. Zobaczysz, co się zmieni, zanim cokolwiek zostanie zmienione.', choose: 'Wybierz plik', limits: 'Najwyżej 10 MB i 100 000 wierszy. Przecinki, średniki lub tabulatory; każde zwykłe kodowanie.',
      problems: { empty: 'Ten plik jest pusty.', tooLarge: 'Ten plik ma ponad 10 MB. Podziel go na dwa.', notCsv: 'To nie jest plik CSV. Najpierw zapisz tabelę jako CSV.' },
      howWritten: 'Litery lub kolumny wyglądają źle?', encoding: 'Kodowanie', delimiter: 'Kolumny rozdzielają', findOut: 'Rozpoznaj', delimiters: { comma: 'przecinki', semicolon: 'średniki', tab: 'tabulatory' },
      columns: 'Kolumny', table: 'Zapisz pustą tabelę', tableName: 'Klienci',
      heads: { number: 'Numer', network: 'Sieć', name: 'Nazwa', firm: 'Firma', language: 'Język', tags: 'Etykiety', owner: 'Opiekun', account: 'Konto' },
      means: {
        number: 'Wymagany. Z krajem: +48 600 100 200.', network: 'Nazwa komunikatora. Można pominąć, gdy jest tylko jeden.', name: 'Jak klient nazywa się tutaj.', firm: 'Firma, do której należy.', language: 'pl, uk, ru, en i tak dalej.',
        tags: 'Oddzielone przecinkami.', owner: 'Nazwa logowania osoby, która odpowie, gdy klient napisze.', account: 'Krótka nazwa numeru firmowego, na który pisze.',
      },
      lead: '{count} wiersz, {encoding}, {delimiter} | {count} wiersze, {encoding}, {delimiter} | {count} wierszy, {encoding}, {delimiter} | {count} wiersza, {encoding}, {delimiter}', recognised: 'Kolumny pliku', noHeader: 'bez nazwy', leftAlone: 'pominięta',
      saveBroken: 'Zapisz {count} błędny wiersz | Zapisz {count} błędne wiersze | Zapisz {count} błędnych wierszy | Zapisz {count} błędnego wiersza', discard: 'Odrzuć', run: 'Importuj {count} klienta | Importuj {count} klientów | Importuj {count} klientów | Importuj {count} klienta', nothingToDo: 'Ten plik niczego by nie zmienił.',
      running: 'Importowanie', done: 'Zaimportowano: nowych {added}, zmienionych {changed}. Pominięto błędnych wierszy: {broken}.', toClients: 'Do klientów', discarded: 'Odrzucono. Nic nie zmieniono.', stopped: 'Zatrzymano po wierszach: {count}. To, co zaimportowano wcześniej, zostaje.',
      show: 'Pokaż', kinds: { new: 'Nowi', changed: 'Zmienieni', unchanged: 'Bez zmian', broken: 'Błędne' }, did: { new: 'Dodani', changed: 'Zmienieni', unchanged: 'Bez zmian', broken: 'Pominięte' },
      remarks: '{count} wiersz z uwagą | {count} wiersze z uwagą | {count} wierszy z uwagą | {count} wiersza z uwagą', lines: 'Wiersze pliku', noLines: 'Nie ma takich wierszy.', line: 'Wiersz', where: 'Gdzie', what: 'Co',
      codes: {
        CELL_COUNT: 'Więcej lub mniej komórek niż w nagłówku', NUMBER_MISSING: 'Brak numeru', NUMBER_INVALID: 'To nie jest numer z krajem (+48 …)', NUMBER_TWICE: 'Ten sam numer jest już wyżej', NUMBER_OF_COMPANY: 'To jest numer firmowy', NETWORK_UNKNOWN: 'Nie ma tu takiej sieci',
        NETWORK_NOT_BY_NUMBER: 'Ta sieć nie zna ludzi po numerze', NETWORK_NOT_LINKED: 'Żaden numer firmowy nie jest połączony z tą siecią', NAME_MISSING: 'Brak nazwy', TEXT_INVALID: 'Zawiera nieczytelne znaki', TEXT_TOO_LONG: 'Za długie', LANGUAGE_INVALID: 'To nie jest język (pl, uk, ru, en …)',
        TAGS_TOO_MANY: 'Ponad 20 etykiet', OWNER_UNKNOWN: 'Nikt nie loguje się pod tą nazwą', OWNER_CANNOT_ANSWER: 'Ta osoba nie odpowiada klientom', ACCOUNT_UNKNOWN: 'Nie ma takiego numeru firmowego', ACCOUNT_AMBIGUOUS: 'Pasuje kilka numerów firmowych: wskaż jeden', ACCOUNT_OTHER_NETWORK: 'Ten numer firmowy jest w innej sieci',
        OWNED_BY_ANOTHER: 'Odpowiada już ktoś inny; tak zostanie',
      },
    },
    failure: {
      SPLIT_DIVIDES_PERSON: 'Te rozmowy są z jedną i tą samą osobą. Wybierz wszystkie albo żadną.', SPLIT_TAKES_ALL: 'Co najmniej jedna rozmowa musi zostać.',
      IMPORT_UNREADABLE: 'Tego pliku nie da się odczytać jako tabeli z kolumnami. Sprawdź kodowanie i separator oraz to, czy pierwszy wiersz nazywa kolumny.', IMPORT_TOO_LONG: 'Ponad 100 000 wierszy. Podziel plik na dwa.', IMPORT_STATE: 'Ten import w międzyczasie poszedł dalej. Spójrz na niego jeszcze raz.',
      PAYLOAD_TOO_LARGE: 'Ten plik ma ponad 10 MB. Podziel go na dwa.',
    },
  },
};
