import { ago, shows, them, us, type Client } from './script.ts';

export const polishClients: readonly Client[] = [
  {
    number: '+48505550121',
    name: 'Jan Kowalski',
    language: 'pl',
    firm: 'Stolarnia Kowalski',
    tags: ['partner'],
    portrait: 95,
    conversations: [
      {
        with: 'sales',
        owner: 'anna',
        lines: [
          them(ago(15, 'days'), 'Dzień dobry, Pani Anno. Czy znajdą Państwo w grudniu czas na cztery blaty dla nas?'),
          us(ago(15, 'days') - 35, 'Dzień dobry, Panie Janie! Cztery tak, więcej nie. Jakie wymiary?'),
          them(ago(14, 'days'), 'Zestawienie w załączniku.', { kind: 'document', name: 'Blaty, zestawienie.pdf', heading: 'Four worktops, beech' }),
          us(ago(14, 'days') - 120, 'Dziękuję. Możemy zacząć 8 grudnia, odbiór 15.'),
          them(ago(13, 'days'), 'Pasuje. Zaliczka poszła.'),
          us(ago(12, 'days'), 'Potwierdzam, zaliczka wpłynęła.'),
          them(ago(3, 'hours') + 6, 'Pani Anno, klient zmienił zdanie: dwa blaty mają być o 5 cm krótsze.'),
          them(ago(3, 'hours'), 'Czy da się to jeszcze zmienić bez dopłaty?'),
        ],
      },
    ],
    clientNote: 'Zamawia dla swoich klientów, często zmienia wymiary w ostatniej chwili. Zawsze płaci w terminie.',
    persona: {
      replyAfterMs: 8_000,
      lines: ['Bardzo dziękuję!', 'A czy termin zostaje ten sam?', 'Świetnie, przekażę klientowi.', 'Nowe zestawienie wyślę wieczorem.', 'Miłego dnia!'],
    },
  },
  {
    number: '+48505550122',
    name: 'Agnieszka Wiśniewska',
    language: 'pl',
    firm: 'Pracownia Wiśniewska',
    portrait: 300,
    conversations: [
      {
        with: 'sales',
        lines: [
          them(ago(2, 'hours') + 8, 'Dzień dobry! Szukam stołu na tarasie, który przetrwa zimę. Co Państwo polecają?'),
          shows(ago(2, 'hours') + 3, { kind: 'picture', of: 'sunset', name: 'taras.png' }),
          them(ago(2, 'hours'), 'Taras jest od zachodu, dużo słońca i dużo deszczu.'),
        ],
      },
    ],
    persona: {
      replyAfterMs: 11_000,
      lines: ['Dziękuję za odpowiedź!', 'A ile kosztowałby dębowy?', 'Rozumiem. Czy trzeba go olejować co roku?', 'Zastanowię się do jutra.', 'Dobrze, biorę!'],
    },
  },
  {
    number: '+48505550123',
    name: 'Marek Zieliński',
    language: 'pl',
    portrait: 50,
    conversations: [
      {
        with: 'support',
        owner: 'olena',
        answers: ['Dzień dobry, Panie Marku! Zawias wyślemy jeszcze dziś, razem ze śrubami. Nic Pan nie płaci.'],
        lines: [
          them(ago(3, 'days'), 'Dzień dobry, w szafce odpadł zawias. Mam ją od pół roku.'),
          us(ago(3, 'days') - 45, 'Dzień dobry! Proszę o zdjęcie i numer z naklejki w środku.'),
          them(ago(40, 'minutes'), 'Przepraszam, dopiero wróciłem. Numer to K-2290.', { kind: 'picture', of: 'room', name: 'zawias.png' }),
        ],
      },
    ],
    persona: {
      replyAfterMs: 9_000,
      lines: ['Super, dziękuję!', 'Czy w paczce będzie instrukcja?', 'Poradzę sobie.', 'Przyszło, wszystko pasuje. Dziękuję!'],
    },
  },
];
