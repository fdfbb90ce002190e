import type { MessagesLike } from '@holdfast/ui';
import type { archiveEn } from './archive-en.ts';

export const archivePl: MessagesLike<typeof archiveEn> = {
  title: 'Stan archiwum', lead: 'Czy wszystko jest zapieczętowane, kto może to otworzyć i czy archiwum jest takie, jak je zapisano.', copy: 'Kopiuj: {name}',
  tabs: { state: 'Stan', gaps: 'Luki', days: 'Poświadczenia dzienne' },
  states: { sealing: 'Pieczętuje', 'no-policy': 'Brak posiadaczy klucza', frozen: 'Zamrożone' },
  says: {
    sealing: 'Wszystko, co zapisano, jest od razu pieczętowane. Ten system już tego nie otworzy; mogą to zrobić tylko posiadacze klucza.',
    'no-policy': 'Nie wskazano posiadaczy klucza. Nic nie jest zapisywane i nic, co piszą współpracownicy, nie wychodzi; wiadomości klientów czekają na serwerze wiadomości.',
    frozen: 'Zapisy są nadal pieczętowane i przechowywane, ale już nie podpisywane.',
  },
  remedies: { 'no-policy': 'Wskaż ich na samej maszynie:', frozen: 'Niczego nie zmieniaj na maszynie. O tym, która kopia jest właściwa, decyduje opiekun systemu.' },
  freezes: { FOLDER_MISSING: 'Folder archiwum zniknął.', FOLDER_BEHIND: 'Folder archiwum jest starszy niż to, co ostatnio podpisano.', RECORD_BEHIND: 'Zapis jest starszy niż archiwum, jak po odtworzeniu z kopii.', DIFFERENT: 'Archiwum i zapis do siebie nie pasują.', WITNESS_AHEAD: 'Świadek podpisał więcej, niż ma system, jak po odtworzeniu z kopii.' },
  frozenSince: 'Zamrożone od',
  sealed: { title: 'Zapieczętowano', records: '{count} zapis | {count} zapisy | {count} zapisów | {count} zapisu', sinceBegin: 'zapieczętowano od początku archiwum', head: 'Podpisano {count} zapis | Podpisano {count} zapisy | Podpisano {count} zapisów | Podpisano {count} zapisu', last: 'ostatnio', noHead: 'Nic jeszcze nie podpisano.' },
  waiting: {
    title: 'Czeka', none: 'Nic nie czeka.', records: '{count} zapis czeka na podpis | {count} zapisy czekają na podpis | {count} zapisów czeka na podpis | {count} zapisu czeka na podpis', facts: '{count} działanie czeka na zapieczętowanie | {count} działania czekają na zapieczętowanie | {count} działań czeka na zapieczętowanie | {count} działania czeka na zapieczętowanie', earlier: '{count} wiadomość z wcześniejszej wersji czeka na zapieczętowanie | {count} wiadomości z wcześniejszej wersji czekają na zapieczętowanie | {count} wiadomości z wcześniejszej wersji czeka na zapieczętowanie | {count} wiadomości z wcześniejszej wersji czeka na zapieczętowanie',
    files: '{count} plik z wiadomości czeka na zachowanie | {count} pliki z wiadomości czekają na zachowanie | {count} plików z wiadomości czeka na zachowanie | {count} pliku z wiadomości czeka na zachowanie', oldest: 'najstarszy już', failing: '{count} z nich kilka razy nie udało się pobrać',
    slots: 'Gotowy {count} klucz pieczętujący | Gotowe {count} klucze pieczętujące | Gotowych {count} kluczy pieczętujących | Gotowe {count} klucza pieczętującego', slotsEmpty: 'Skończyły się klucze pieczętujące: rozmowy, które zaczynają się na nowo, czekają. Od',
  },
  holders: { title: 'Posiadacze klucza', none: 'Na razie nikt.', alone: 'Każdy z nich otwiera archiwum samodzielnie.', only: 'Otwiera archiwum samodzielnie.', together: 'Żeby cokolwiek otworzyć, potrzeba razem {threshold} z {count}.', policy: 'Reguła {sequence}, obowiązuje od', postQuantum: 'Klucze oprą się także komputerowi kwantowemu.' },
  compare: { title: 'Do przekazania posiadaczom klucza', text: 'Raz, osobiście albo inną drogą, której ufają. Dzięki tym dwóm wartościom ich program zauważy obce archiwum.', logKey: 'Klucz dziennika', genesis: 'Odcisk pierwszej reguły' },
  witnesses: { title: 'Świadkowie', none: 'Nie wskazano świadków: nikt z zewnątrz nie zauważyłby podmiany całego archiwum.', quorum: 'Każdy stan archiwum musi podpisać {quorum} z {count}.', free: 'Podpisują każdy stan archiwum; żaden podpis nie jest wymagany.', signs: 'Podpisuje', awaited: 'Jeszcze nie podpisał', away: 'Nie odpowiada', last: 'ostatni podpis', since: 'od', size: '{count} zapis | {count} zapisy | {count} zapisów | {count} zapisu' },
  verification: {
    title: 'Sprawdzenie przez system', never: 'System nie sprawdzał jeszcze swojego archiwum.', fine: 'Takie, jak je zapisano', faulty: 'Nie takie, jak je zapisano', over: 'Sprawdzono {count} zapis | Sprawdzono {count} zapisy | Sprawdzono {count} zapisów | Sprawdzono {count} zapisu', faults: '{count} uchybienie | {count} uchybienia | {count} uchybień | {count} uchybienia',
    first: 'Pierwszy zły zapis ma numer {index}.', whole: 'Uchybienie dotyczy całego archiwum, a nie jednego zapisu.', good: 'Zapisy przed numerem {index} są takie, jak je zapisano.', noneGood: 'O żadnym zapisie nie da się powiedzieć, że jest taki, jak był.', tell: 'Powiadom posiadaczy klucza i niczego nie zmieniaj na maszynie.',
    causes: { missing: 'Czegoś brakuje.', altered: 'Coś zmieniono.', rule: 'Coś łamie reguły archiwum.' }, code: 'Kod', path: 'Plik',
    run: 'Sprawdź teraz', running: 'Archiwum jest sprawdzane', leave: 'To może potrwać kilka minut. Stronę można opuścić: wynik pojawi się tutaj.', askTitle: 'Sprawdzić teraz całe archiwum?', askText: 'System przeczyta w swoim archiwum wszystko, co da się ocenić bez klucza. Zapisywanie trwa w tym czasie dalej, a wynik zostanie w dzienniku.', done: 'Archiwum jest takie, jak je zapisano.', doneFaulty: 'Archiwum nie jest takie, jak je zapisano.',
  },
  gaps: {
    title: 'Luki', lead: 'Czas, z którego może czegoś brakować, bo część systemu była niedostępna.', empty: 'Nie ma luk: wszystkie części działały przez cały czas.', part: 'Co było niedostępne', cause: 'Dlaczego', from: 'Od', to: 'Do', still: 'Trwa', clients: 'Klienci', late: 'Później',
    parts: { account: 'Numer firmy', homeserver: 'Serwer wiadomości', box: 'Sam system' }, causes: { 'no-answer': 'Nie odpowiadał', 'not-running': 'Nie działał' },
    about: 'W tym czasie przez tę część pisali: {clients}.', clientsOver: '{count} klient | {count} klienci | {count} klientów | {count} klienta', lateMore: '{count} wpis z tego czasu zapisano później. | {count} wpisy z tego czasu zapisano później. | {count} wpisów z tego czasu zapisano później. | {count} wpisu z tego czasu zapisano później.', lateNone: 'Nic z tego czasu nie zapisano później.',
  },
  days: {
    title: 'Poświadczenia dzienne', lead: 'Co noc system porównuje dla każdego numeru firmy, co z poprzedniego dnia mają komunikator, serwer wiadomości i archiwum.', empty: 'Nie ma jeszcze poświadczeń. Pierwsze pojawi się w nocy po pierwszym dniu.', day: 'Dzień', bridge: 'Komunikator', homeserver: 'Serwer wiadomości', archive: 'Archiwum', result: 'Wynik',
    unread: 'nie da się odczytać', equal: 'Zgodne', partly: 'Bez komunikatora', differ: '{count} różnica | {count} różnice | {count} różnic | {count} różnicy', at: 'Porównano', differences: 'Co się różni', missing: 'Brakuje tutaj',
  },
};
