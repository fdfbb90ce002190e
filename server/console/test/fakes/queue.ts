import type { QueuedRoom, QueueMessages, RoomId, UserId } from '@holdfast/contract';
import { FakeRefusal, type FakeHandlers } from './fake-box.ts';
import type { Scene } from './scene.ts';
import { accountsOf } from './who.ts';

const clients = ['Zofia Baran', 'ООО «Ромашка»', 'Lviv Print Studio', 'Ярослав Мудренко', 'Pani Halina', 'Nordic Freight', 'Kateryna M.'];
const minute = 60_000;

/** Conversations nobody answers; assigning 'Nordic Freight' finds that somebody was faster. */
export function queueHandlers(scene: Scene): FakeHandlers {
  const now = Date.now();
  const count = scene === 'empty' ? 0 : scene === 'crowded' ? 3000 : 7;
  let rooms: QueuedRoom[] = Array.from({ length: count }, (_, n) => {
    const account = accountsOf()[n % 4]!;
    const waits = n % 5 !== 4;
    const since = now - (n === 0 ? 190 : n === 1 ? 34 : 9 + n) * minute;
    return {
      roomId: `!queue${n}` as RoomId, accountId: account.accountId, teamId: account.teamId, clientId: `clnt_${String(n).padStart(16, '0')}` as QueuedRoom['clientId'],
      name: scene === 'crowded' && n === 2 ? 'Very long name '.repeat(266) : scene === 'crowded' && n === 3 ? 'شركة النور للتجارة' : n === 6 ? null : `${clients[n % 7]}${n > 6 ? ` ${n}` : ''}`,
      language: ['pl', 'ru', 'uk', null][n % 4] ?? null, unassignedSince: since, waitingSince: waits ? since : null, waitingMs: now - since,
    };
  });
  const take = (roomId: string): null => {
    const room = rooms.find((one) => one.roomId === roomId);
    if (!room) throw new FakeRefusal(404, 'ROOM_NOT_PORTAL');
    if (room.name?.startsWith('Nordic')) throw new FakeRefusal(409, 'ROOM_ALREADY_OWNED');
    rooms = rooms.filter((one) => one !== room);
    return null;
  };
  return {
    'GET /queue': () => ({ rooms }),
    'GET /queue/:roomId/messages'({ params }): QueueMessages {
      const account = accountsOf()[0]!;
      const message = (n: number, sender: string, content: Record<string, unknown>) => ({ eventId: `$m${n}` as never, sender: sender as UserId, type: 'm.room.message', originServerTs: now - (40 - n) * minute, content });
      return {
        roomId: params['roomId'] as RoomId,
        messages: [
          message(1, '@loopback_1:box.test', { msgtype: 'm.text', body: 'Dzień dobry, czy mają Państwo wolne terminy w przyszłym tygodniu?' }),
          message(2, account.serviceUserId, { msgtype: 'm.text', body: 'Dzień dobry! Sprawdzę i odpiszę.' }),
          message(3, '@loopback_1:box.test', { msgtype: 'm.image', body: 'IMG_2041.jpg' }),
          message(4, '@loopback_1:box.test', { msgtype: 'm.text', body: '<b>Chodzi o te drzwi</b>\nNajlepiej we wtorek.' }),
        ],
      };
    },
    'POST /queue/:roomId/claim': ({ params }) => take(params['roomId']!),
    'POST /queue/:roomId/assign': ({ params }) => take(params['roomId']!),
  };
}
