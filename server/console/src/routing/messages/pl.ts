import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const pl: MessagesLike<typeof en> = {
  routing: {
    title: 'Przydział', rules: 'Reguły',
    lead: 'O każdą nową rozmowę pyta się reguły od góry; decyduje pierwsza, która pasuje.',
    empty: 'Nie ma jeszcze reguł. Nowi klienci trafiają zwykłą drogą, opisaną niżej.',
    add: 'Nowa reguła', discard: 'Cofnij moje zmiany', saved: 'Reguły obowiązują', up: 'Wyżej: {name}', down: 'Niżej: {name}', on: '{name} obowiązuje', off: 'Wyłączona', movedTo: '{name}: teraz {place} z {count}',
    changedMeanwhile: 'W trakcie Twojej pracy ktoś inny zmienił reguły. Twoje są zachowane tutaj, tamte widać niżej.', takeTheirs: 'Przyjmij tamte', keepMine: 'Zapisz moje w ich miejsce', theirs: 'Reguły zapisane przez kogoś innego',
    leaveTitle: 'Reguły nie są zapisane', leaveText: 'Po opuszczeniu tej strony zmiany przepadną.', leave: 'Wyjdź bez zapisywania', stay: 'Zostań',
    otherwise: 'Gdy żadna nie pasuje',
    builtIn: { lastOwner: 'Osoba, która ostatnio odpowiadała temu klientowi', accountOwner: 'Osoba, do której należy numer firmowy', leastLoaded: 'Osoba z zespołu, która ma najmniej klientów; według języka, jeśli jest znany', unassigned: 'Nikt: rozmowa czeka wśród nieprzypisanych' },
    name: 'Nazwa', nameMissing: 'Podaj nazwę.', when: 'Kiedy', who: 'Kto pisze', whos: { any: 'Ktokolwiek', new: 'Nowi klienci', known: 'Znani klienci' },
    accounts: 'Na te numery firmowe', networks: 'Przez te sieci', languages: 'W tych językach', tags: 'Z jedną z etykiet', hours: 'Tylko w określonych godzinach', hoursHint: 'Według czasu serwera ({zone}).', days: 'Dni', from: 'Od', until: 'Do', nextDay: 'Następnego dnia',
    then: 'Wtedy rozmowę dostaje', actions: { person: 'Osoba', personHint: 'Dopóki może odpowiadać; inaczej pyta się następną regułę.', 'least-loaded': 'Najmniej zajęta osoba z zespołu', 'least-loadedHint': 'Ta, która ma najmniej rozmów i nie jest nieobecna.', queue: 'Kolejka zespołu', queueHint: 'Nikt nie dostaje jej automatycznie; przejmuje ją ktoś z zespołu.' },
    person: 'Osoba', choosePerson: 'Kilka liter nazwiska', personMissing: 'Wybierz, kto ją dostaje.', team: 'Zespół', teamMissing: 'Wybierz zespół.', keep: 'Dodaj do listy',
    sentence: {
      who: { any: 'Pisze dowolny klient', new: 'Pisze nowy klient', known: 'Pisze znany klient' }, language: ', język: {list}', account: ', na numer {list}', network: ', przez {list}', tag: ', etykieta: {list}', hours: ', {hours}',
      'least-loaded': 'najmniej zajęta osoba z zespołu {team}', queue: 'kolejka zespołu {team}',
    },
    problems: { PERSON_UNAVAILABLE: 'Ta osoba już nie odpowiada klientom', ACCOUNT_UNKNOWN: 'Tego numeru firmowego już nie ma', TEAM_UNKNOWN: 'Tego zespołu już nie ma', NETWORK_UNKNOWN: 'Tej sieci już nie ma' },
    faults: { action: 'Ta osoba lub zespół nie może jej dostać: wybierz inaczej.', conditions: 'Czegoś z warunków już nie ma.', name: 'Sprawdź tę regułę.' },
    misses: {
      disabled: 'wyłączona', account: 'inny numer firmowy', network: 'inna sieć', language: 'inny język', tag: 'brak takiej etykiety', client: 'inny rodzaj klienta', hours: 'inna pora', 'person-unavailable': 'osoba nie może odpowiadać', 'nobody-free': 'nikt z zespołu nie jest wolny', 'team-unknown': 'zespołu już nie ma', 'not-reached': 'już nie pytano',
    },
    test: {
      title: 'Kto by to dostał?', account: 'Ktoś pisze na', client: 'Klient', newClient: 'Ktoś nowy', language: 'Język', tag: 'Etykieta', at: 'Kiedy', atHint: 'Puste: teraz. Serwer liczy czas według {zone}.', noNumber: 'Najpierw połącz numer firmowy.', queue: 'Nikt: nieprzypisane', queueOf: 'Kolejka zespołu {team}',
      byRule: 'według reguły {place}, {name}', fits: 'decyduje',
      by: { 'imported-owner': 'wskazano przy imporcie klienta', rule: 'według reguły', 'last-owner': 'ostatnio odpowiadał(a) temu klientowi', 'account-owner': 'numer firmowy należy do tej osoby', 'least-loaded': 'najmniej klientów w zespole', unassigned: 'nie ma nikogo, kto mógłby odpowiedzieć' },
    },
    texts: { stray: 'Za {list} nic się nie wstawi: klient to przeczyta.', missing: 'Napisz tekst w co najmniej jednym języku.', conflict: 'W trakcie pisania ktoś inny to zmienił. Nic nie zostało nadpisane: pod każdym tekstem widać, co tam jest teraz.', thereNow: 'Teraz jest tam: {value}', saveMine: 'Zapisz moją wersję' },
    greetings: {
      title: 'Powitania', lead: 'Co czytają klienci, gdy odpowiada już ktoś inny; przekazanie wybiera jedno z nich albo żadne.', add: 'Nowe powitanie', empty: 'Nie ma jeszcze powitań. Przekazania nie mówią wtedy nic albo to, co przy nich napisano.',
      name: 'Nazwa', languages: 'Języki', updated: 'Zmieniono', how: 'Każdy klient czyta je w swoim języku; bez tekstu w tym języku nie czyta nic.', placeholders: '{client}: klient. {employee}: kto przejmuje. {firm}: firma klienta.', saved: '{name}: zapisano',
      remove: 'Usuń', removeTitle: 'Usunąć {name}?', removeText: 'Zlecone już przekazania zachowają swoje słowa. W nowych nie będzie można go wybrać.',
    },
    notice: {
      title: 'Informacja o zapisie', lead: 'Co klienci wiedzą o zapisywaniu: zwykła wiadomość z numeru firmowego, każdemu jeden raz.', who: 'Kto ją dostaje',
      policies: {
        off: 'Nikt', offHint: 'Klientom nic się nie mówi.', 'first-contact': 'Nowi klienci', 'first-contactHint': 'Z pierwszą odpowiedzią, którą od teraz dostaną.', 'next-message': 'Wszyscy', 'next-messageHint': 'Każdy z następną wiadomością, także dawni klienci.',
      },
      groups: 'Także w grupach', groupsHint: 'Po jednym razie na grupę.', fallback: 'Język dla wszystkich innych', fallbackHint: 'Dla klientów, których język jest nieznany albo nie ma tekstu.', fallbackMissing: 'Napisz tekst w tym języku: {language}.',
      sent: 'klient ją ma | klienci ją mają | klientów ją ma | klienta ją ma', waiting: 'klient zaraz ją dostanie | klienci zaraz ją dostaną | klientów zaraz ją dostanie | klienta zaraz ją dostanie', since: 'Obowiązuje od {date}.',
      saved: 'To obowiązuje od teraz', askTitle: 'Co klienci wiedzą od teraz',
      will: { off: 'Nikt już nie dostanie informacji. Kto ją ma, ten ją zachowuje.', 'first-contact': 'Klienci, którzy od teraz napiszą po raz pierwszy, dostaną informację jeden raz. Nikt inny.', 'next-message': 'Każdy klient dostanie informację jeden raz, z następną wiadomością. Z telefonów nie da się jej cofnąć.' },
      verbs: { off: 'Nie wysyłaj nikomu', 'first-contact': 'Wysyłaj nowym klientom', 'next-message': 'Wyślij wszystkim' },
      sameWording: 'Poprawiono tylko literówkę', sameWordingHint: '{count} klient, który ją ma, nie dostanie jej ponownie. | {count} klienci, którzy ją mają, nie dostaną jej ponownie. | {count} klientów, którzy ją mają, nie dostanie jej ponownie. | {count} klienta, którzy ją mają, nie dostanie jej ponownie.',
      show: 'Pokaż', shows: { all: 'Wszyscy', sent: 'Mają ją', waiting: 'Zaraz dostaną' }, list: 'Kto dostał informację', nobody: 'Nikt jej jeszcze nie dostał.', group: 'Grupa',
      columns: { client: 'Klient', language: 'Język', wording: 'Wersja', at: 'Kiedy', state: 'Stan' }, states: { sent: 'Wysłano', waiting: 'W drodze' },
    },
    failure: {
      ROUTING_RULE_INVALID: 'Jednej reguły nie można zapisać w tej postaci; przy niej jest powód.', GREETING_EXISTS: 'Powitanie o tej nazwie już istnieje.', GREETING_INVALID: 'Jednego z tekstów nie można wysłać: w nawiasach klamrowych mogą stać tylko trzy nazwy podane nad nimi.',
      NOTICE_TEXT_MISSING: 'W języku dla wszystkich innych nie ma tekstu.',
    },
  },
};
