import type { EventId, RoomId, UserId } from '@holdfast/contract';
import { beforeEach, expect, test } from 'vitest';
import { defaultSettings, type Conversation, type Settings } from '../../ipc/index.ts';
import type { Arrival, Store } from '../../store/contract.ts';
import type { NotificationOrder, Notifier } from '../ports.ts';
import { createNotifications } from './notifications.ts';

const room = '!jan' as RoomId;
const other = '!olena' as RoomId;
const noon = new Date('2026-11-25T12:00:00').getTime();
type Shown = NotificationOrder & { open(): void; reply(text: string): void };

let shown: Shown[];
let dismissed: RoomId[];
let badge: number | undefined;
let opened: [RoomId, EventId][];
let replied: [RoomId, string][];
let now: number;
let locked: boolean;
let rules: Partial<Settings['notifications']>;
let notifications: ReturnType<typeof createNotifications>;

beforeEach(() => {
  [shown, dismissed, badge, opened, replied, now, locked, rules] = [[], [], undefined, [], [], noon, false, {}];
  const notifier: Notifier = {
    show: (order, on) => void shown.push({ ...order, ...on }),
    dismiss: (roomId) => void dismissed.push(roomId),
    setBadge: (count) => void (badge = count),
  };
  notifications = createNotifications({
    notifier,
    clock: { now: () => now },
    settings: () => ({ ...defaultSettings, notifications: { ...defaultSettings.notifications, ...rules } }),
    isLocked: () => locked,
    openRoom: (...where) => void opened.push(where),
    reply: (...what) => void replied.push(what),
  });
});

type More = { body?: Arrival['body']; roomId?: RoomId; at?: number; mention?: boolean; conversation?: Partial<Conversation>; senderName?: string };
const textBody = { kind: 'text', text: 'When does the offer come?', html: null } as unknown as Arrival['body'];
function arrive({ body = textBody, roomId = room, at = now, mention = false, conversation = {}, senderName = 'Jan' }: More = {}): void {
  notifications.arrived([{ roomId, eventId: '$event' as EventId, at, senderId: '@jan:box.test' as UserId, senderName, body, mention, conversation: { name: 'Jan Kowalski', muted: false, right: 'owner', ...conversation } as Conversation }]);
}

test('a client’s message is shown with who and what, and can be answered', () => {
  arrive();
  expect(shown).toMatchObject([{ roomId: room, title: 'Jan Kowalski', body: 'When does the offer come?', silent: false, replyable: true }]);
  shown[0]?.open();
  shown[0]?.reply('Tomorrow');
  expect([opened, replied]).toEqual([[[room, '$event']], [[room, 'Tomorrow']]]);
});

test.each<[string, () => void]>([
  ['while it is locked', () => (locked = true)],
  ['when the person wants no text', () => (rules = { showText: false })],
])('%s neither name nor text is shown, and nothing can be answered', (_what, set) => {
  set();
  arrive();
  expect(shown).toMatchObject([{ title: 'Holdfast', body: '', replyable: false }]);
});

test.each<[string, More]>([
  ['a muted client', { conversation: { muted: true } }],
  ['what is hours old, because the app was closed', { at: noon - 3_600_000 }],
])('%s does not ring', (_what, more) => {
  arrive(more);
  expect(shown).toEqual([]);
});
test('a box whose clock is behind by less than what is refused still rings', () => {
  arrive({ at: noon - 4.5 * 60_000 });
  expect(shown).toHaveLength(1);
});
test('a mention by a colleague passes a muted client', () => {
  arrive({ conversation: { muted: true }, mention: true });
  expect(shown).toHaveLength(1);
});
test('quiet hours over midnight hold for everything, and end', () => {
  rules = { quietFrom: '19:00', quietUntil: '08:00' };
  for (const time of ['2026-11-25T23:59:00', '2026-11-26T00:00:00', '2026-11-26T07:59:00']) {
    now = new Date(time).getTime();
    arrive({ mention: true });
  }
  expect(shown).toEqual([]);
  now = new Date('2026-11-26T08:00:00').getTime();
  arrive();
  expect(shown).toHaveLength(1);
});
test('silence is asked for where the person wants no sound; nothing at all where they want none', () => {
  rules = { sound: false };
  arrive();
  rules = { enabled: false };
  arrive();
  expect(shown.map(({ silent }) => silent)).toEqual([true]);
});

test('what one looks at does not ring, and looking takes away what is shown', () => {
  arrive();
  notifications.focused(room, true);
  expect(dismissed).toEqual([room]);
  arrive();
  arrive({ roomId: other });
  notifications.focused(room, false);
  arrive();
  expect(shown.map(({ roomId }) => roomId)).toEqual([room, other, room]);
});
test('a reader cannot answer from it', () => {
  arrive({ conversation: { right: 'reader' } });
  expect(shown[0]?.replyable).toBe(false);
});
test('blank answers are none, and one typed while it was being locked is not sent', () => {
  arrive();
  shown[0]?.reply('  \n');
  locked = true;
  shown[0]?.reply('Tomorrow');
  expect(replied).toEqual([]);
});
test('locking or leaving takes away every text that is shown, and the next person sends no answer of the one before', () => {
  arrive();
  arrive({ roomId: other });
  notifications.clear();
  expect(dismissed).toEqual([room, other]);
  shown[0]?.reply('Tomorrow');
  expect(replied).toEqual([]);
  arrive();
  shown.at(-1)?.reply('Today');
  expect(replied).toEqual([[room, 'Today']]);
});

const media = { name: 'offer.pdf' };
test.each<[string, unknown, string]>([
  ['a long text', { kind: 'text', text: 'x'.repeat(70_000) }, 'x'.repeat(240)],
  ['a picture with words', { kind: 'image', media, caption: { text: 'our house' } }, 'our house'],
  ['a file', { kind: 'file', media, caption: null }, 'offer.pdf'],
  ['a poll', { kind: 'poll', question: 'Red or blue?' }, 'Red or blue?'],
  ['a place without a name', { kind: 'location', name: null }, ''],
  ['what was deleted', { kind: 'deleted' }, ''],
])('%s is one short line', (_what, body, line) => {
  arrive({ body: body as Arrival['body'] });
  expect(shown[0]?.body).toBe(line);
});
test('a client without a name is called as who wrote', () => {
  arrive({ conversation: { name: '' }, senderName: 'Olena' });
  expect(shown[0]?.title).toBe('Olena');
});

test('the badge counts conversations with something unread, without the muted', async () => {
  const conversations = [{ unread: 3, muted: false }, { unread: 1, muted: false }, { unread: 5, muted: true }, { unread: 0, muted: false }];
  await notifications.count({ conversations: { list: async () => ({ conversations, gone: [] }) } } as unknown as Store);
  expect(badge).toBe(2);
});
