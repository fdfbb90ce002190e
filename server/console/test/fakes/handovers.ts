import { handoverConflicts, type ApprovalCause, type Handover, type HandoverPreview, type HandoverReport, type HandoverState, type PlanHandover, type PlannedRoom, type ReportedRoom, type RequestHandover, type RoomId, type Successors, type UserId } from '@holdfast/contract';
import { FakeRefusal, type FakeHandlers } from './fake-box.ts';
import type { Scene } from './scene.ts';
import { roomsOf } from './people.ts';
import { accountsOf, colleaguesOf } from './who.ts';

const minute = 60_000;
const clients = ['Zofia Baran', 'ООО «Ромашка»', 'Lviv Print Studio', 'Ярослав Мудренко', 'Pani Halina', 'Nordic Freight', 'עידו לוי'];
const roomId = (n: number): RoomId => `!room${n}:box.test` as RoomId;
const clientName = (n: number): string => `${clients[n % 7]}${n > 6 ? ` ${n}` : ''}`;
type Kept = Handover & { readonly plan: readonly PlannedRoom[]; readonly perSecond: number };

/** Handovers that run by the clock: forty rooms a second, so that progress can be watched. 'Nordic Freight' is tried again for a while. */
export function handoverHandlers(scene: Scene): FakeHandlers {
  const people = colleaguesOf(scene);
  const name = (userId: UserId | null): string | null => people.find((one) => one.userId === userId)?.name ?? null;
  const kept = new Map<string, Kept>();

  const roomsIn = (scope: PlanHandover['scope']): number[] => {
    if (scope.kind === 'rooms') return scope.roomIds.map((id) => Number(/\d+/.exec(id)?.[0] ?? 0));
    const n = people.findIndex(({ userId }) => userId === scope.userId);
    return scene === 'empty' ? [] : Array.from({ length: roomsOf(scene, n) }, (_, at) => n * 100_000 + at);
  };
  function planOf({ scope, successors }: { scope: PlanHandover['scope']; successors: Successors }): PlannedRoom[] {
    const predecessor = scope.kind === 'person' ? scope.userId : (people[0]!.userId);
    return roomsIn(scope).map((n, at) => {
      const hand = successors.byHand?.find((one) => one.roomId === roomId(n));
      const successor = hand ? hand.userId : (successors.userIds[at % Math.max(1, successors.userIds.length)] ?? null);
      const other = successor !== null && people.find((one) => one.userId === successor)?.teamId !== people.find((one) => one.userId === predecessor)?.teamId;
      return {
        roomId: roomId(n), name: scene === 'crowded' && at === 2 ? 'ж'.repeat(4_000) : clientName(at), accountId: accountsOf()[at % 2]!.accountId, predecessor, successor,
        chosenBy: hand ? 'by-hand' : successor === null ? 'nobody' : successors.userIds.length === 1 ? 'only-successor' : 'fewest-rooms',
        conflicts: successor === null && successors.otherwise !== 'unassigned' ? ['SUCCESSOR_REQUIRED'] : other ? ['SUCCESSOR_OTHER_TEAM'] : [],
        waitingMessages: at === 1 ? 3 : 0, lastEventAt: Date.now() - at * 17 * minute,
      };
    });
  }
  const causesOf = (plan: readonly PlannedRoom[]): ApprovalCause[] => [...(plan.length > 50 ? ['more-than-50-rooms' as const] : []), ...(plan.some(({ conflicts }) => conflicts.includes('SUCCESSOR_OTHER_TEAM')) ? ['other-team' as const] : [])];

  function make(state: HandoverState, given: Partial<Handover>, plan: readonly PlannedRoom[], perSecond = 40): Kept {
    const now = Date.now();
    const id = `hand_${String(kept.size).padStart(16, '0')}`;
    const runs = state !== 'awaiting-approval' && state !== 'rejected' && state !== 'scheduled';
    const made: Kept = {
      handoverId: id as Handover['handoverId'], kind: 'handover', state, scope: { kind: 'person', userId: people[0]!.userId }, reason: 'Resigned', leaver: null, requestedBy: 'per_me' as Handover['requestedBy'], approvalNeeded: [], approvedBy: null, refusedCode: null,
      runAt: null, overlapUntil: null, createdAt: now, cutAt: runs ? now : null, finishedAt: null, undoneBy: null, undoUntil: null, parkedMessages: 0, progress: { rooms: plan.length, done: 0, failed: 0, waitingForHomeserver: 0, signedOut: null }, ...given, plan, perSecond,
    };
    kept.set(id, made);
    return made;
  }
  function shown(one: Kept): Handover {
    const { plan, perSecond, ...handover } = one;
    const elapsed = one.cutAt === null ? 0 : Date.now() - one.cutAt;
    const count = one.state === 'done' || one.state === 'undone' ? plan.length : Math.min(plan.length, Math.floor((elapsed / 1000) * perSecond));
    const done = one.state === 'running' && count === plan.length;
    const state = done ? 'done' : one.state;
    return {
      ...handover, state, finishedAt: done ? Date.now() : handover.finishedAt, undoUntil: state === 'done' ? (one.cutAt ?? Date.now()) + 24 * 60 * minute : null,
      progress: { rooms: one.cutAt === null ? 0 : plan.length, done: count, failed: state === 'running' && plan.length > 5 ? 1 : 0, waitingForHomeserver: 0, signedOut: one.leaver === null || one.cutAt === null ? null : elapsed > 500 },
    };
  }
  const get = (id: string): Kept => {
    const one = kept.get(id);
    if (!one) throw new FakeRefusal(404, 'NOT_FOUND');
    return one;
  };
  const put = (id: string, changes: Partial<Kept>): Handover => {
    kept.set(id, { ...get(id), ...changes });
    return shown(get(id));
  };
  function report(one: Kept, query: URLSearchParams): HandoverReport {
    const handover = shown(one);
    const somebody = (userId: UserId | null) => (userId === null ? null : { userId, name: name(userId) });
    const rooms = (one.cutAt === null ? [] : one.plan).map((room, at): ReportedRoom => ({
      roomId: room.roomId, clientId: null, clientName: room.name, network: at % 2 ? 'telegram' : 'whatsapp', accountId: room.accountId, accountLabel: accountsOf()[at % 2]!.label, predecessor: somebody(room.predecessor), successor: somebody(room.successor), chosenBy: room.chosenBy,
      result: at < handover.progress.done ? (room.successor === null ? 'unassigned' : 'moved') : at === 5 ? 'failed' : 'moving', errorCode: at === 5 ? 'HOMESERVER_UNAVAILABLE' : null, finishedAt: at < handover.progress.done ? Date.now() : null, greeting: 'none',
      messages: Array.from({ length: room.waitingMessages }, (_, m) => ({ eventId: `$left${m}` as never, author: somebody(room.predecessor)!, fate: m === 0 ? 'sent' : m === 1 ? 'discarded' : 'undecided', state: 'needs-confirmation' as never, decidedBy: m < 2 ? { personId: 'pers_2' as never, name: 'Oksana Tkachuk' } : null, settledAt: null })),
    }));
    const from = query.get('after') === null ? 0 : rooms.findIndex((room) => room.roomId === query.get('after')) + 1;
    const page = rooms.slice(from, from + Number(query.get('limit') ?? 200));
    return {
      at: Date.now(), handover, names: { leaver: name(one.leaver), requestedBy: 'Olga Petrova', approvedBy: one.approvedBy === null ? null : 'Oleg Marchenko', undoneBy: null },
      totals: { rooms: rooms.length, moved: handover.progress.done, moving: rooms.length - handover.progress.done - handover.progress.failed, failed: handover.progress.failed, returned: 0, messages: { undecided: 1, sent: 1, discarded: 1, withdrawn: 0, failed: 0, 'on-its-way': 0, uncertain: 0 } },
      signOut: handover.progress.signedOut === null ? null : { done: handover.progress.signedOut, devices: 2, at: one.cutAt, errorCode: null }, handsets: [], rooms: page, next: from + page.length < rooms.length ? page.at(-1)!.roomId : null,
    };
  }

  if (scene !== 'empty') {
    const scope = (n: number) => ({ kind: 'person' as const, userId: people[n]!.userId });
    const to = { userIds: [people[4]!.userId] };
    const other = { requestedBy: 'pers_other' as Handover['requestedBy'] };
    make('done', { ...other, scope: scope(10), leaver: people[10]!.userId, createdAt: Date.now() - 300 * minute, cutAt: Date.now() - 300 * minute, finishedAt: Date.now() - 298 * minute }, planOf({ scope: scope(10), successors: to }));
    make('awaiting-approval', { ...other, scope: scope(1), leaver: people[1]!.userId, approvalNeeded: ['more-than-50-rooms'], reason: 'Moves to another city', createdAt: Date.now() - 40 * minute }, Array.from({ length: 184 }, (_, n) => ({ ...planOf({ scope: { kind: 'rooms', roomIds: [roomId(n)] }, successors: to })[0]!, name: clientName(n) })));
    make('awaiting-approval', { scope: scope(3), approvalNeeded: ['other-team'], reason: 'Too much for one', createdAt: Date.now() - 90 * minute }, planOf({ scope: scope(3), successors: to }));
    make('running', { ...other, scope: scope(2), leaver: people[2]!.userId, createdAt: Date.now() - minute, cutAt: Date.now() - minute }, Array.from({ length: 184 }, (_, n) => ({ ...planOf({ scope: { kind: 'rooms', roomIds: [roomId(n)] }, successors: to })[0]!, name: clientName(n) })), 1.8);
  }

  return {
    'GET /greetings': () => ({ greetings: scene === 'empty' ? [] : [{ greetingId: 'greet_0000000000000001', name: 'New contact', texts: { en: 'Hello {client}, from today {employee} answers you here.', pl: 'Dzień dobry, od dziś odpowiada Państwu {employee}.', uk: 'Добрий день, відтепер вам відповідає {employee}.' }, createdAt: 0, updatedAt: 0, version: 1 }] }),
    'GET /handovers': ({ query }) => ({ handovers: [...kept.values()].map(shown).filter(({ state }) => !query.get('state') || state === query.get('state')).sort((a, b) => b.createdAt - a.createdAt) }),
    'GET /handovers/:id': ({ params }) => shown(get(params['id']!)),
    'GET /handovers/:id/plan'({ params }): HandoverPreview {
      const { plan, state, approvalNeeded } = get(params['id']!);
      if (state !== 'awaiting-approval') throw new FakeRefusal(409, 'HANDOVER_NOT_APPROVABLE');
      return { rooms: [...plan], moving: plan.length, blocked: false, approvalNeeded, waitingMessages: 0 };
    },
    'GET /handovers/:id/report': ({ params, query }) => report(get(params['id']!), query),
    'POST /handovers/preview'({ body }): HandoverPreview {
      const plan = planOf(body);
      return { rooms: plan, moving: plan.length, blocked: plan.some(({ conflicts }) => conflicts.some((one) => handoverConflicts[one])), approvalNeeded: causesOf(plan), waitingMessages: plan.reduce((sum, room) => sum + room.waitingMessages, 0) };
    },
    'POST /handovers'({ body }) {
      const order = body as RequestHandover;
      if (order.overlapUntil !== undefined && (order.leaver || order.overlapUntil <= Date.now())) throw new FakeRefusal(400, 'BAD_REQUEST', '/overlapUntil');
      const plan = planOf(order);
      const approvalNeeded = causesOf(plan);
      const leaver = order.leaver && order.scope.kind === 'person' ? order.scope.userId : null;
      return shown(make(approvalNeeded.length > 0 ? 'awaiting-approval' : 'running', { scope: order.scope, leaver, reason: order.reason, overlapUntil: order.overlapUntil ?? null, approvalNeeded }, plan));
    },
    'POST /handovers/:id/approve': ({ params }) => put(params['id']!, { state: 'running', approvedBy: 'per_me' as never, cutAt: Date.now() }),
    'POST /handovers/:id/reject': ({ params }) => put(params['id']!, { state: 'rejected', finishedAt: Date.now() }),
    'POST /handovers/:id/undo': ({ params }) => put(params['id']!, { state: 'undone', undoneBy: 'per_me' as never, finishedAt: Date.now() }),
    'POST /access-off'({ body }) {
      const { userId, reason } = body as { userId: UserId; reason: string };
      const scope = { kind: 'person' as const, userId };
      return shown(make('running', { kind: 'access-off', scope, leaver: userId, reason }, planOf({ scope, successors: { userIds: [], otherwise: 'unassigned' } })));
    },
  };
}
