import type { MessagesLike } from '@holdfast/ui';
import { pl as home } from '../../home/messages/pl.ts';
import type { en } from './en.ts';

export const pl: MessagesLike<typeof en> = {
  health: {
    title: 'Stan',
    kinds: home.home.alerts.kinds, otherKind: home.home.alerts.other,
    severities: { info: 'Informacja', warning: 'Uwaga', critical: 'Pilne' },
    places: { account: 'Otwórz numer firmy', handset: 'Otwórz telefon', room: 'Otwórz rozmowę', records: 'Zobacz niepewne wiadomości', archive: 'Zobacz stan archiwum', parts: 'Zobacz części systemu', checks: 'Zobacz kontrole i środki zaradcze' },
    groups: { versions: 'Wersje', ports: 'Porty', disk: 'Dysk', memory: 'Pamięć', clock: 'Zegar', secrets: 'Sekrety', homeserver: 'Serwer wiadomości', bridges: 'Komunikatory', gate: 'Wysyłka', desktop: 'Aplikacja pracownika' },
    parts: {
      title: 'Części', answers: 'Odpowiada', silent: 'Nie odpowiada', messageServer: 'Serwer wiadomości', messageServerFine: 'Współpracownicy mogą czytać i pisać.', messageServerSilent: 'Nikt nie może czytać ani pisać. Kontrole mówią, co zrobić.',
      record: 'Zapis', upToDate: 'Na bieżąco', behind: '{count} zaległych', faults: 'niezrozumiane: {count} | niezrozumiane: {count} | niezrozumiane: {count} | niezrozumiane: {count}', recorded: 'Zapisanych zdarzeń: {count}', last: 'ostatnie',
      outgoing: 'Wiadomości wychodzące', nothingWaits: 'Nic nie czeka', waiting: 'czeka {count} | czekają {count} | czeka {count} | czeka {count}', oldest: 'Najstarsza czeka {time}.', undecided: 'Do decyzji: {count}', toDecisions: 'Zobacz',
      messengers: 'Komunikatory', noMessengers: 'Nie skonfigurowano komunikatorów.', heard: 'ostatni kontakt', unconfirmed: 'nie potwierdza dostarczenia', probe: 'Wyślij próbę', probeOk: 'Tam i z powrotem w {ms} ms', probeFailed: 'Nie wróciła ({code})',
      numbers: 'Numery firmy', numbersFine: '{count} numer firmy, wszystko w porządku. | {count} numery firmy, wszystko w porządku. | {count} numerów firmy, wszystko w porządku. | {count} numeru firmy, wszystko w porządku.', since: 'od', paused: 'Wstrzymany',
    },
    checks: {
      title: 'Kontrole', run: 'Uruchom kontrole', again: 'Uruchom ponownie', running: 'Trwają kontrole', asOf: 'Stan na', never: 'Kontroli jeszcze nie uruchamiano. Niczego nie zmieniają i trwają około pół minuty.', mend: 'Co zrobić:',
      states: { ok: 'W porządku', warning: 'Do sprawdzenia', failed: 'Nie w porządku', skipped: 'Pominięto' },
      counts: { ok: 'w porządku: {count} | w porządku: {count} | w porządku: {count} | w porządku: {count}', warning: 'do sprawdzenia: {count} | do sprawdzenia: {count} | do sprawdzenia: {count} | do sprawdzenia: {count}', failed: 'nie w porządku: {count} | nie w porządku: {count} | nie w porządku: {count} | nie w porządku: {count}', skipped: 'pominięto: {count} | pominięto: {count} | pominięto: {count} | pominięto: {count}' },
      failures: { TIMEOUT: 'Ostatnie uruchomienie trwało zbyt długo i zostało przerwane. Poniżej starsze dane.', NOT_STARTED: 'Ostatniego uruchomienia nie udało się rozpocząć. Poniżej starsze dane.', ANSWER_UNREADABLE: 'Odpowiedź ostatniego uruchomienia jest nieczytelna. Poniżej starsze dane.', NOT_CONFIGURED: 'Nie wiadomo, gdzie na tym serwerze są kontrole: uruchom na nim `holdfast doctor`.' },
    },
    alerts: {
      title: 'Alerty', open: 'Otwarte', past: 'Zakończone', what: 'Co', about: 'Czego dotyczy', since: 'Od', over: 'Zakończono', severity: 'Waga', code: 'Kod', solve: 'Gdzie to rozwiązać',
      none: 'Nic nie wymaga uwagi.', nonePast: 'Nie było jeszcze żadnego alertu.', endsByItself: 'Ten alert zakończy się sam, gdy zniknie przyczyna.', endsBySeen: 'Ten alert dotyczy chwili. Kończy się, gdy ktoś potwierdzi, że go widział.',
      acknowledge: 'Widziałem(-am) to', acknowledged: 'Alert zakończony', acknowledgeTitle: 'Czy ktoś się tym zajął?', acknowledgeText: 'Alert przejdzie do zakończonych. Zachowane zostaną nazwisko, czas i powód.',
    },
    failure: { DOCTOR_UNAVAILABLE: 'Stąd nie da się uruchomić kontroli: uruchom `holdfast doctor` na samym serwerze.', ALERT_NOT_ACKNOWLEDGEABLE: 'Ten alert zakończy się sam, gdy zniknie przyczyna.' },
  },
};
