import { ago, shows, them, us, type Client, type Group } from './script.ts';

export const englishClients: readonly Client[] = [
  {
    number: '+447700900101',
    name: 'Emma Clarke',
    language: 'en',
    firm: 'Clarke & Daughters',
    tags: ['regular', 'oak'],
    portrait: 205,
    conversations: [
      {
        with: 'sales',
        owner: 'anna',
        note: 'The oak of batch 14 is promised to her until Friday. Please ask me before selling it.',
        lines: [
          them(ago(23, 'days'), 'Hello! A friend told me you make tables to measure. Is that right?'),
          us(ago(23, 'days') - 9, 'Good morning Emma, it is. Solid oak, ash or walnut, up to three metres. What did you have in mind?'),
          them(ago(23, 'days') - 14, 'Oak. 240 by 95, and it has to survive four children.'),
          us(ago(23, 'days') - 30, 'Then oiled rather than varnished: you can sand a scratch out yourself. I will send you a drawing.'),
          us(ago(22, 'days'), 'Here is the drawing with the price.', { kind: 'document', name: 'Table 240x95.pdf', heading: 'Table in solid oak, 240 x 95 cm' }),
          them(ago(21, 'days'), 'Lovely. My husband asks whether the legs could go right into the corners.'),
          us(ago(21, 'days') - 40, 'They can, and it costs nothing more. Shall I put you down for week 48?'),
          them(ago(21, 'days') - 41, 'Please do!'),
          us(ago(6, 'days'), 'Your boards arrived today.', { kind: 'picture', of: 'oak', name: 'boards.png' }),
          them(ago(6, 'days') - 12, 'Oh, that grain. Thank you for showing me.'),
          them(ago(34, 'minutes'), 'Quick question before you cut: this is where it will stand. Is there enough room to pull the chairs out?', {
            kind: 'picture', of: 'room', name: 'dining room.png',
          }),
          them(ago(12, 'minutes'), 'It is 3.10 m from the window to the dresser, if that helps.'),
        ],
      },
    ],
    clientNote: 'Prefers short answers and always replies within the hour. Invoice goes to the firm, delivery to her home.',
    persona: {
      replyAfterMs: 6_000,
      lines: [
        'That was quick, thank you!',
        'Good. And would you keep 90 cm behind the chairs, or is 80 enough?',
        'Then let us do it that way.',
        'Could somebody ring me before the delivery? The gate is locked.',
        'Perfect. I will tell the children.',
        'One more thing: do you also make benches?',
      ],
    },
  },
  {
    number: '+447700900102',
    name: 'Daniel O’Brien',
    language: 'en',
    firm: 'Harbour Street Café',
    tags: ['café', 'deposit paid'],
    portrait: 30,
    conversations: [
      {
        with: 'sales',
        owner: 'anna',
        answers: ['Hi Daniel, Thursday at 7.30 is fine. Two of us will come, it takes about an hour.'],
        lines: [
          them(ago(9, 'days'), 'Hi, we open a café in December and need twelve small tables. Do you do that sort of thing?'),
          us(ago(9, 'days') - 25, 'We do. Round or square, and do they have to fold?'),
          them(ago(9, 'days') - 27, 'Round, 60 cm, no folding. They will stand here:', { kind: 'location', latitude: 50.3655, longitude: -4.1355, name: 'Harbour Street 12' }),
          us(ago(8, 'days'), 'Twelve at 60 cm in ash: the offer is attached. Half of it as a deposit, the rest on delivery.', {
            kind: 'document', name: 'Offer 2231.pdf', heading: 'Offer 2231: twelve round tables, ash',
          }),
          them(ago(8, 'days') - 90, 'Deposit is on its way.'),
          us(ago(7, 'days'), 'Arrived, thank you. You are in the book for week 49.'),
          them(ago(2, 'hours'), 'Morning! Could you deliver before we open, say Thursday at 7.30?'),
        ],
      },
    ],
    persona: {
      replyAfterMs: 9_000,
      lines: ['Brilliant, see you then.', 'Do I need to clear the pavement in front?', 'Cheers. Coffee is on me.', 'Will the oil smell be gone by the evening?', 'Great, thanks.'],
    },
  },
  {
    number: '+447700900103',
    name: 'Priya Nair',
    language: 'en',
    firm: 'Nair Interiors',
    portrait: 325,
    conversations: [
      {
        with: 'sales',
        lines: [
          them(ago(55, 'minutes'), 'Good afternoon, I am an interior designer and looking for a workshop for a library wall, about six metres.'),
          shows(ago(52, 'minutes'), { kind: 'document', name: 'Library wall.pdf', heading: 'Library wall, 6.10 x 2.80 m, walnut' }),
          them(ago(47, 'minutes'), 'Could you tell me whether you would take this on, and roughly when?'),
        ],
      },
    ],
    persona: {
      replyAfterMs: 12_000,
      writesEveryMs: 25 * 60_000,
      lines: ['Thank you for coming back to me.', 'March would be fine for my client.', 'I would like to see a sample of the walnut first.', 'Could you quote with and without fitting?', 'Wonderful, I will pass that on.'],
    },
  },
];

export const groups: readonly Group[] = [
  {
    name: 'Harbour Street opening',
    founder: '+447700900102',
    members: ['+447700900103'],
    with: 'sales',
    owner: 'anna',
    lines: [
      { minutesAgo: ago(1, 'days'), from: '+447700900102', text: 'I thought we should all be in one place until the opening.' },
      { minutesAgo: ago(1, 'days') - 3, from: '+447700900103', text: 'Good idea. I am doing the walls and the lamps.' },
      { minutesAgo: ago(1, 'days') - 20, from: 'handset', text: 'And we bring the tables. Which colour will the wall behind the counter have?' },
      { minutesAgo: ago(1, 'days') - 26, from: '+447700900103', text: 'This one.', attached: { kind: 'picture', of: 'sunset', name: 'wall colour.png' } },
      { minutesAgo: ago(75, 'minutes'), from: '+447700900102', text: 'Is it still all right if the tables come before the painters have finished?' },
    ],
  },
];
