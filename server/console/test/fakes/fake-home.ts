import type { Alert, Handover, Home, WaitingClient } from '@holdfast/contract';
import type { FakeHandlers } from './fake-box.ts';
import type { Scene } from './scene.ts';
import { accountsOf } from './who.ts';

const minute = 60_000;
const names = ['Jan Kowalski', 'Олена Шевченко', 'Maria Nowak', 'Pavel Dvořák', 'עידו לוי', 'Acme Sp. z o.o.', 'Наталья Смирнова', 'Zażółć Gęślą', 'Peter Long', 'Ірина Бондар', 'Anna K.', 'Li Wei'];

export function homeHandlers(scene: Scene): FakeHandlers {
  const waiting = (count: number, owned: boolean): WaitingClient[] =>
    Array.from({ length: Math.min(20, count) }, (_, n) => ({
      roomId: `!room${n}:box.test`, clientId: `clnt_${n}`, name: scene === 'crowded' && n === 2 ? 'ж'.repeat(4_000) : names[n % names.length]!, accountId: 'acct_1', accountLabel: n % 3 ? 'Sales' : 'Service',
      ownerUserId: owned && n % 4 ? '@anna:box.test' : null, ownerName: owned && n % 4 ? 'Anna Nowak' : null, since: Date.now() - (192 - n * 15) * minute,
    })) as WaitingClient[];
  const handover = (state: Handover['state'], done: number, rooms: number) => ({ handoverId: `hand_${state}`, kind: 'handover', state, scope: { kind: 'person', userId: '@boris:box.test' }, leaver: '@boris:box.test', progress: { rooms, done, failed: state === 'running' ? 2 : 0, waitingForHomeserver: 0, signedOut: true } }) as unknown as Handover;
  const alert = (kind: string, ago: number) => ({ alertId: `alrt_${kind}`, kind, target: 'x', teamId: null, detail: null, raisedAt: Date.now() - ago * minute, resolvedAt: null }) as Alert;
  return {
    'GET /home': (): Home => {
      const [many, queue] = scene === 'empty' ? [0, 0] : scene === 'crowded' ? [1_284, 97] : [6, 3];
      const busy = scene !== 'empty';
      return {
        at: Date.now(),
        waiting: { count: many, longest: waiting(many, true) },
        unassigned: { count: queue, longest: waiting(queue, false) },
        accounts: {
          total: 4,
          troubles: (busy
            ? [
                { accountId: accountsOf()[1]!.accountId, label: 'Service', network: 'WhatsApp', teamId: null, trouble: 'state', state: 'bad-credentials', reason: 'logged-out', since: Date.now() - 40 * minute, unlinksAt: 'unknown', daysLeft: null },
                { accountId: accountsOf()[0]!.accountId, label: 'Warsaw', network: 'WhatsApp', teamId: null, trouble: 'unlinks-soon', state: 'connected', reason: null, since: Date.now() - 11 * 1440 * minute, unlinksAt: Date.now() + 3 * 1440 * minute, daysLeft: 3 },
              ]
            : []),
        },
        notSent: busy ? { count: 4, oldestAt: Date.now() - 38 * minute, byAccount: [{ accountId: accountsOf()[1]!.accountId, label: 'Service', count: 4, oldestAt: Date.now() - 38 * minute }] } : { count: 0, oldestAt: null, byAccount: [] },
        uncertain: busy ? 1 : 0,
        needsConfirmation: busy ? 3 : 0,
        handovers: busy ? [handover('running', 112, 184), handover('awaiting-approval', 0, 61)] : [],
        alerts: busy ? { count: 9, newest: [alert('account-state', 40), alert('handset.message-from-safe', 55), alert('delivery.stuck', 38), alert('account-unlinks-soon', 600)] } : { count: 0, newest: [] },
      };
    },
  };
}
