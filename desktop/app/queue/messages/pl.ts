import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const pl: MessagesLike<typeof en> = {
  queue: {
    label: 'Klienci zespołu {team}, którym nikt nie odpowiada',
    labelAll: 'Klienci, którym nikt nie odpowiada',
    loading: 'Wczytywanie kolejki',
    failed: 'Nie udało się wczytać kolejki.',
    offline: 'Kolejka jest na serwerze, a serwer jest teraz nieosiągalny.',
    empty: 'Każdemu ktoś odpowiada. Nowi klienci bez opiekuna pojawią się tutaj.',
    waiting: 'czeka {time}',
    since: 'tutaj od {time}',
    onRecord: 'Zapisano, że przeczytano te wiadomości przed przejęciem rozmowy.',
    readFailed: 'Nie udało się wczytać wiadomości.',
    nothing: 'Nie ma jeszcze wiadomości.',
    claim: 'Przejmij rozmowę',
    claimed: '{name}: teraz odpowiadasz Ty',
    taken: 'Ktoś był szybszy.',
    claimFailed: 'Nie udało się przejąć rozmowy ({code}).',
    company: 'Firma',
    messages: 'Ostatnie wiadomości: {name}',
    other: 'Wiadomość widoczna po przejęciu rozmowy',
    actions: { next: 'Następny w kolejce', previous: 'Poprzedni w kolejce', claim: 'Przejmij rozmowę' },
  },
};
