import type { ClientId, RoomId } from '@holdfast/contract';
import type { AccountView, Conversation, MessageBody, Preview, Side } from '../../ipc/index.ts';
import { eventId, roomId, userId, type FakeState } from './fake-state.ts';

const minute = 60_000;

const account = (slug: string, network: string, label: string, number: string | null, state = 'connected'): AccountView => ({
  accountId: `acct_${slug.padEnd(20, '0')}` as never, bridgeId: network, network, label, number, serviceUserId: userId(`acct_${network}_${slug}`), state, stateReason: null, paused: false,
});
export const accounts = {
  sales: account('sales', 'whatsapp', 'Sales', '+48600000001'),
  service: account('service', 'telegram', 'Service', '+48600000002'),
  export: account('export', 'signal', 'Export', '+380441234567', 'logged-out'),
};

type Line = {
  name: string; firm?: string; language?: string; text: string; minutes: number; side?: Side; kind?: Preview['kind'];
  unread?: number; waiting?: number; account?: AccountView; right?: Conversation['right']; draft?: string; muted?: boolean; client?: number; attention?: number; mentioned?: boolean; direct?: boolean; done?: boolean;
};

/** An ordinary morning: fourteen conversations in four languages, every kind of line the inbox can draw. */
export const morning: readonly Line[] = [
  { name: 'Jan Kowalski', firm: 'Kowalski i Synowie', language: 'pl', text: 'Dzień dobry, czy zamówienie 1042 już wyszło?', minutes: 4, unread: 2, waiting: 130, client: 1 },
  { name: 'Ирина Волкова', language: 'ru', text: 'Добрый день! Пришлите, пожалуйста, счёт на 12 мест', minutes: 9, unread: 1, waiting: 9, account: accounts.service },
  { name: 'Оксана Мельник', firm: 'ТОВ «Світанок»', language: 'uk', text: '', kind: 'voice', minutes: 22, unread: 1, waiting: 41, account: accounts.export },
  { name: 'Northwind Traders', firm: 'Northwind', language: 'en', text: 'Could you confirm the delivery window for Thursday?', minutes: 37, waiting: 37, direct: false },
  { name: 'Piotr Zieliński', language: 'pl', text: 'Dziękuję, czekam na potwierdzenie', minutes: 48, side: 'company' },
  { name: 'Jan Kowalski', firm: 'Kowalski i Synowie', language: 'pl', text: 'To samo na Telegramie, gdyby było wygodniej', minutes: 55, account: accounts.service, client: 1, side: 'client' },
  { name: 'Сергей Петренко', language: 'ru', text: 'contract-2026.pdf', kind: 'file', minutes: 80, side: 'client', draft: 'Посмотрел договор, у меня два вопроса', waiting: 80 },
  { name: 'Emily Carter', firm: 'Carter & Lowe Architects', language: 'en', text: 'Perfect, thank you', minutes: 140, side: 'client', right: 'cover' },
  { name: 'Марія Коваль', language: 'uk', text: '', kind: 'call', minutes: 190, waiting: 190, unread: 1 },
  { name: 'Anna Lewandowska', language: 'pl', text: 'Wyślemy jutro do 10:00', minutes: 240, side: 'company', attention: 1 },
  { name: 'Oleksandr Bondar', language: 'uk', text: '', kind: 'image', minutes: 300, side: 'client', muted: true },
  { name: 'Тимофей', language: 'ru', text: 'Оксана просила уточнить скидку', kind: 'note', minutes: 420, side: 'company', mentioned: true, unread: 1 },
  { name: 'Harbour Logistics Ltd.', firm: 'Harbour', language: 'en', text: 'All good on our side.', minutes: 1500, side: 'client', done: true },
  { name: 'Zofia Wójcik', language: 'pl', text: 'Do usłyszenia w poniedziałek', minutes: 4300, side: 'company' },
];

function conversationOf(line: Line, at: number, id: string | number): Conversation {
  const side = line.side ?? 'client';
  return {
    roomId: roomId(id), name: line.name, avatar: null, direct: line.direct ?? true, state: 'open', right: line.right ?? 'owner',
    ownerUserId: line.right === 'cover' ? userId('boris') : userId('anna'), account: line.account ?? accounts.sales,
    client: { clientId: `clnt_${String(line.client ?? id).padStart(20, '0')}` as ClientId, name: line.name, firm: line.firm ?? null, language: line.language ?? null, tags: [] },
    last: { preview: { kind: line.kind ?? 'text', text: line.text }, at, side, senderId: side === 'client' ? userId(`ghost_${id}`) : userId('anna'), eventId: eventId(`last_${id}`) },
    sortAt: at, unread: line.unread ?? 0, mentioned: line.mentioned ?? false, waitingSince: line.waiting === undefined ? null : at - (line.waiting - line.minutes) * minute,
    draft: line.draft ?? null, muted: line.muted ?? false, doneAt: line.done ? at + minute : null, attention: line.attention ?? 0,
  };
}

const talk = (line: Line): [Side, string][] => [
  ['client', line.language === 'pl' ? 'Dzień dobry' : line.language === 'ru' ? 'Здравствуйте' : line.language === 'uk' ? 'Добрий день' : 'Hello'],
  ['company', line.language === 'pl' ? 'W czym mogę pomóc?' : line.language === 'ru' ? 'Чем могу помочь?' : line.language === 'uk' ? 'Чим можу допомогти?' : 'How can I help?'],
  [line.side ?? 'client', line.text || '…'],
];

export function addMorning(state: FakeState): void {
  const now = state.now();
  morning.forEach((line, index) => {
    const found = conversationOf(line, now - line.minutes * minute, index + 1);
    state.conversations.set(found.roomId, found);
    const clientId = found.client!.clientId;
    const channel = { roomId: found.roomId, accountId: found.account!.accountId, network: found.account!.network, accountLabel: found.account!.label, direct: true, state: 'open' as const, ownerUserId: userId('anna'), lastEventAt: found.sortAt };
    const known = state.clients.get(clientId);
    state.clients.set(clientId, { clientId, name: line.name, firm: line.firm ?? null, language: line.language ?? null, tags: [], roomIds: [...(known?.roomIds ?? []), found.roomId], channels: [...(known?.channels ?? []), channel], waitingSince: null, lastEventAt: found.sortAt, createdAt: found.sortAt - 86_400_000, version: 1 });
    state.timelines.set(found.roomId, talk(line).map(([side, text], at) => ({
      key: `$event_${index}_${at}`, eventId: eventId(`_${index}_${at}`), localId: null, position: at + 1, at: found.sortAt - (2 - at) * minute, senderId: side === 'client' ? userId(`ghost_${index + 1}`) : userId('anna'),
      side, handset: false, body: { kind: 'text', text, html: null, emote: false } satisfies MessageBody, edited: null, replyTo: null, reactions: [],
      send: side === 'company' ? { state: 'read', reason: null, detail: null, at: found.sortAt, progress: null } : null, own: side === 'company',
    })));
  });
  state.accounts = Object.values(accounts).map(({ accountId, network, label, number, state: accountState, paused }) => ({ accountId: accountId as never, network, label, number, state: accountState, paused }));
}

/** The team's queue: three clients nobody answers yet, with their words. */
export function addQueue(state: FakeState): void {
  const now = state.now();
  const waiting: [string, string, number, string[]][] = [
    ['Krzysztof Nowicki', 'pl', 12, ['Dzień dobry, chciałbym zapytać o cennik hurtowy.', 'Interesuje mnie około 200 sztuk.']],
    ['Алина', 'ru', 47, ['Здравствуйте! Вы доставляете в Вильнюс?']],
    ['Blue Anchor Café', 'en', 190, ['Hi there, we met at the fair last week.', 'Could someone call me back about the espresso machines?', 'Any time after 3 pm works.']],
  ];
  waiting.forEach(([name, language, minutes, words], index) => {
    const id = roomId(`queue${index}`);
    state.queue.push({ roomId: id, accountId: accounts.sales.accountId, teamId: null, clientId: null, name, language, unassignedSince: now - minutes * minute, waitingSince: now - minutes * minute, waitingMs: minutes * minute });
    state.queueMessages.set(id, words.map((body, at) => ({ eventId: eventId(`queue_${index}_${at}`), sender: userId(`ghost_queue${index}`), type: 'm.room.message', originServerTs: now - (minutes - at) * minute, content: { msgtype: 'm.text', body } })));
  });
}

/** A crowded desk: `count` conversations, the same every time. */
export function addCrowd(state: FakeState, count: number): void {
  const now = state.now();
  for (let index = 0; index < count; index += 1) {
    const line = morning[index % morning.length]!;
    const minutes = Math.floor(index * 7.3) + 1;
    const name = index === 3 ? `Ünïcødé ${'Z̷a̶l̵g̷o̸ '.repeat(400)}`.slice(0, 4000) : `${line.name} ${index + 1}`;
    const { client: _client, ...rest } = line;
    const made = conversationOf({ ...rest, name, minutes, ...(line.waiting === undefined ? {} : { waiting: minutes }) }, now - minutes * minute, `crowd${index}`);
    state.conversations.set(made.roomId, made);
  }
}

export const crowdRoom = (index: number): RoomId => roomId(`crowd${index}`);
