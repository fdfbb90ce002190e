import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const pl: MessagesLike<typeof en> = {
  search: {
    title: 'Szukaj',
    placeholder: 'Słowa, „fraza”, -bez',
    hint: 'Słowo znajduje wszystko, co się od niego zaczyna. Cudzysłów szuka frazy, minus pomija.',
    here: 'Tylko w tej rozmowie',
    all: 'We wszystkich rozmowach',
    who: { any: 'Ktokolwiek', client: 'Klienci', company: 'My' },
    kind: { any: 'Wszystko', text: 'Wiadomości', file: 'Pliki', image: 'Zdjęcia', voice: 'Głosowe', note: 'Notatki', link: 'Odnośniki' },
    from: 'Od',
    until: 'Do',
    filters: 'Filtry',
    start: 'Szukaj we wszystkim, co napisano w Twoich rozmowach, także bez sieci.',
    none: 'Nic nie znaleziono.',
    noneYet: 'Na razie nic nie znaleziono. Starsze wiadomości są jeszcze pobierane.',
    failed: 'Wyszukiwanie się nie powiodło. Zapytanie zostało zachowane.',
    more: 'Pokaż wcześniejsze',
    results: '{count} trafienie | {count} trafienia | {count} trafień | {count} trafienia',
    complete: 'Przeszukiwane są wszystkie wiadomości: {count} rozmowa. | Przeszukiwane są wszystkie wiadomości: {count} rozmowy. | Przeszukiwane są wszystkie wiadomości: {count} rozmów. | Przeszukiwane są wszystkie wiadomości: {count} rozmowy.',
    filling: 'Kompletne: {done} z {all} rozmów; reszta jest pobierana.',
    paused: 'Kompletne: {done} z {all} rozmów; reszta dojdzie, gdy wróci łączność.',
    close: 'Zamknij wyszukiwanie',
  },
};
