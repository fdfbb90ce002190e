import type { MessagesLike } from '@holdfast/ui';
import type { en } from './en.ts';

export const pl: MessagesLike<typeof en> = {
  queue: {
    title: 'Nieprzypisane',
    lead: 'Rozmowy, w których nikt nie odpowiada; na górze ci, którzy czekają najdłużej.',
    columns: { client: 'Klient', number: 'Numer firmowy', team: 'Zespół', language: 'Język', waiting: 'Czeka' },
    unnamed: 'Nieznany klient', noTeam: 'Bez zespołu', notWaiting: 'Nie czeka', onlyWaiting: 'Tylko czekający', unassignedSince: 'Nieprzypisana od',
    empty: 'Każdemu klientowi ktoś odpowiada. Nowi klienci bez opiekuna pojawią się tutaj.',
    nothingMatches: 'Do tych filtrów nie pasuje żadna rozmowa.',
    noLongerHere: 'Tę rozmowę ktoś już prowadzi.',
    toClient: 'Otwórz klienta',
    messages: 'Ostatnie wiadomości', noMessages: 'Nie ma jeszcze wiadomości.', company: 'Firma',
    onRecord: 'Zapisano, że te wiadomości zostały przez Ciebie przeczytane.',
    noText: 'Administratorzy nie czytają tego, co piszą klienci. Przeczyta to osoba, która dostanie rozmowę.',
    kinds: { text: 'Tekst', image: 'Zdjęcie', video: 'Film', audio: 'Wiadomość głosowa', file: 'Plik', sticker: 'Naklejka', location: 'Lokalizacja', other: 'Wiadomość innego rodzaju' },
    claim: 'Biorę tę rozmowę', claimed: '{name}: od teraz odpowiadasz Ty',
    assign: 'Przypisz', assignMany: 'Przypisz {count} rozmowę | Przypisz {count} rozmowy | Przypisz {count} rozmów | Przypisz {count} rozmowy',
    assignTitle: '{name}: kto odpowie?', assignManyTitle: 'Kto odpowie w {count} rozmowie? | Kto odpowie w {count} rozmowach? | Kto odpowie w {count} rozmowach? | Kto odpowie w {count} rozmowy?',
    answersFromNow: 'Odpowiada od teraz', choosePerson: 'Kilka liter nazwiska', personMissing: 'Wybierz, kto odpowiada.',
    assigning: 'Przypisywanie',
    assigned: '{name} prowadzi o {count} rozmowę więcej | {name} prowadzi o {count} rozmowy więcej | {name} prowadzi o {count} rozmów więcej | {name} prowadzi o {count} rozmowy więcej',
    takenMeanwhile: '{count} rozmowę przejął w tym czasie ktoś inny | {count} rozmowy przejął w tym czasie ktoś inny | {count} rozmów przejął w tym czasie ktoś inny | {count} rozmowy przejął w tym czasie ktoś inny',
    failure: {
      ROOM_ALREADY_OWNED: 'Ktoś był szybszy: tę rozmowę już ktoś prowadzi.',
      PERSON_LOCKED: 'Ta osoba nie może się już zalogować. Wybierz kogoś innego.',
      NOT_AN_EMPLOYEE: 'Ta osoba nie odpowiada klientom. Wybierz kogoś innego.',
      FORBIDDEN: 'Przypisywać można tylko w swoim zespole.',
    },
  },
};
