import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const pl: MessagesLike<typeof en> = {
  home: {
    title: 'Start', asked: 'Stan na', all: 'Wszystkie: {count}',
    calm: 'Nikt nie czeka.', calmMore: '{count} numer firmowy, wszystko z nim w porządku. | {count} numery firmowe, wszystko z nimi w porządku. | {count} numerów firmowych, wszystko z nimi w porządku. | {count} numeru firmowego, wszystko z nimi w porządku.',
    waiting: { title: 'Klienci czekają', none: 'Żaden klient nie czeka.', nobody: 'nikt nie prowadzi', unnamed: 'Bez nazwy' },
    unassigned: { title: 'Nieprzypisane' },
    accounts: { title: 'Numery z kłopotami', of: 'z {total}', paused: 'Wstrzymany: nic nie wychodzi', warning: 'Sieć ostrzega', unlinks: 'Telefonu dawno nie ma w sieci: numer zostanie odłączony za {count} dzień | Telefonu dawno nie ma w sieci: numer zostanie odłączony za {count} dni | Telefonu dawno nie ma w sieci: numer zostanie odłączony za {count} dni | Telefonu dawno nie ma w sieci: numer zostanie odłączony za {count} dnia' },
    messages: { title: 'Wiadomości', notSent: '{count} jeszcze niewysłana | {count} jeszcze niewysłane | {count} jeszcze niewysłanych | {count} jeszcze niewysłanej', noAccount: 'Bez numeru', uncertain: '{count} mogła dotrzeć | {count} mogły dotrzeć | {count} mogło dotrzeć | {count} mogło dotrzeć', uncertainMore: 'O ponownym wysłaniu decyduje prowadzący.', confirm: '{count} do wysłania lub odrzucenia | {count} do wysłania lub odrzucenia | {count} do wysłania lub odrzucenia | {count} do wysłania lub odrzucenia', confirmMore: 'Zostały po poprzedniku albo są za stare, by wyjść bez pytania.' },
    handovers: { title: 'Przekazania', rooms: '{count} rozmowa | {count} rozmowy | {count} rozmów | {count} rozmowy', somebody: 'Ktoś', failed: '{count} jeszcze nieprzekazana | {count} jeszcze nieprzekazane | {count} jeszcze nieprzekazanych | {count} jeszcze nieprzekazanej' },
    alerts: {
      title: 'Alarmy', other: 'Coś wymaga uwagi',
      kinds: { 'delivery-stuck': 'Wiadomość nie wychodzi', 'delivery-uncertain': 'Wiadomość mogła dotrzeć albo nie', 'gate-failed': 'Droga do komunikatora jest przerwana', 'journal-fault': 'Zdarzenie zapisano, ale go nie zrozumiano', 'archive-no-policy': 'Nie wskazano posiadaczy kluczy: nic nie jest zapisywane, wiadomości czekają', 'archive-policy-refused': 'Zasady archiwum nie zostały przyjęte', 'archive-frozen': 'Archiwum i zapis nie pasują do siebie: nic już nie jest podpisywane', 'archive-failed': 'Nie można zapisać archiwum', 'archive-unverified': 'Archiwum nie jest takie, jakie zapisano', 'archive-witness-away': 'Świadek archiwum nie odpowiada od 15 minut', 'archive-media-missing': 'Nie udało się zachować pliku wiadomości', 'job-stuck': 'Praca serwera nie jest wykonywana', 'account-state': 'Numer firmowy nie jest połączony', 'account-warning': 'Sieć ostrzega o numerze firmowym', 'account-replaced': 'Numer firmowy połączono gdzie indziej', 'portal-without-account': 'Rozmowa nie należy do żadnego numeru', 'old-chat-refused': 'Starego czatu nie udało się przenieść', 'unknown-login': 'Do komunikatora podłączony jest ktoś nieznany', 'account-unlinks-soon': 'Sieć wkrótce odłączy numer firmowy', 'handset-message': 'Ktoś napisał z telefonu firmowego', 'handset-message-from-safe': 'Ktoś napisał z telefonu, który leży w sejfie', 'handset-message-from-lost': 'Ktoś napisał z zagubionego telefonu' },
    },
  },
};
