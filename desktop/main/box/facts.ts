import { ColleagueList, DeliveryList, InboxPage, InboxRoom, type RoomId, type StreamEvent } from '@holdfast/contract';
import type { Changes, Store } from '../../store/contract.ts';
import type { Push } from '../../ipc/index.ts';
import { isRefusal } from '../app-refusal.ts';
import type { HomeserverClient } from '../matrix/homeserver-client.ts';
import type { BoxClient } from './box-client.ts';

type Deps = { readonly box: BoxClient; readonly homeserver: HomeserverClient; readonly store: Store; readonly tell: (push: Push) => void; readonly changed: (changes: Changes) => void };

const firstPage = 60;
const laterPages = 500;
const settlePauseMs = 120;
const firstRetryMs = 1_000;
const mostRetryMs = 60_000;

/**
 * Keeps what the control plane knows in the store: which rooms I answer and by what right, whose names are whose, what
 * became of messages. Asks everything anew whenever the line was lost, single things when news of them comes.
 */
export function createFacts({ box, homeserver, store, tell, changed }: Deps) {
  const known = new Map<RoomId, InboxRoom>();
  const rooms = new Set<RoomId>();
  const deliveries = new Set<RoomId>();
  let timer: NodeJS.Timeout | undefined;
  let refreshing: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let retry: NodeJS.Timeout | undefined;
  let retryMs = firstRetryMs;

  async function readInbox(): Promise<void> {
    const seen = new Map<RoomId, InboxRoom>();
    let after: string | null = null;
    do {
      const limit = after === null ? firstPage : laterPages;
      const page: { rooms: InboxRoom[]; next: string | null } = await box.request(`/inbox?limit=${limit}${after === null ? '' : `&after=${encodeURIComponent(after)}`}`, { reply: InboxPage });
      for (const room of page.rooms) seen.set(room.roomId, room);
      changed(await store.sync.setFacts(page.rooms, false)); // the first screenful is right before the rest is here
      after = page.next;
    } while (after !== null && !stopped);
    if (stopped) return;
    known.clear();
    for (const [roomId, room] of seen) known.set(roomId, room);
    changed(await store.sync.setFacts([...seen.values()], true));
    await forgetLeft();
  }

  /** Rooms I neither answer nor stand in leave this computer. Standing in without answering is an overlap: read only. */
  async function forgetLeft(): Promise<void> {
    const here = (await store.conversations.list()).conversations.map(({ roomId }) => roomId).filter((roomId) => !known.has(roomId));
    if (here.length === 0) return;
    const joined = new Set(await homeserver.joinedRooms());
    const gone = here.filter((roomId) => !joined.has(roomId));
    if (gone.length > 0) changed(await store.sync.forget(gone));
  }

  async function readColleagues(): Promise<void> {
    const { colleagues } = await box.request('/colleagues', { reply: ColleagueList });
    changed(await store.sync.setColleagues(colleagues));
    tell({ push: 'colleagues.changed' });
  }

  async function readDeliveries(query: string): Promise<void> {
    const list = await box.request(`/deliveries?${query}`, { reply: DeliveryList });
    changed(await store.sync.setDeliveries(list.deliveries.map(({ eventId, roomId, state, reason, settledAt, enqueuedAt }) => ({ eventId, roomId, state, reason, at: settledAt ?? enqueuedAt }))));
  }
  const deliveriesOf = (roomId: RoomId): Promise<void> => readDeliveries(`roomId=${encodeURIComponent(roomId)}&limit=200`);

  async function readRoom(roomId: RoomId): Promise<void> {
    try {
      const room = await box.request(`/inbox/${encodeURIComponent(roomId)}`, { reply: InboxRoom });
      const isNew = !known.has(roomId);
      known.set(roomId, room);
      changed(await store.sync.setFacts([room], false));
      if (isNew) deliveries.add(roomId); // what a predecessor left waiting is told by the box alone: no event says it
    } catch (failure) {
      if (!isRefusal(failure, 'ROOM_NOT_PORTAL', 'NOT_FOUND', 'FORBIDDEN')) throw failure;
      known.delete(roomId);
      if ((await homeserver.joinedRooms()).includes(roomId)) changed(await store.sync.setFacts([...known.values()], true));
      else changed(await store.sync.forget([roomId]));
    }
  }

  /** Everything, as after a start or a lost line. One at a time; asked again meanwhile, it runs once more. */
  function refresh(): Promise<void> {
    if (refreshing) {
      again = true;
      return refreshing;
    }
    refreshing = (async () => {
      do {
        again = false;
        await readColleagues();
        await readInbox();
        const doubtful = new Set((await store.sync.unsettled()).map(({ roomId }) => roomId));
        for (const roomId of doubtful) if (!stopped) await deliveriesOf(roomId);
        if (!stopped) await readDeliveries('state=needs-confirmation&limit=500'); // written by others, so not among one's own doubts
      } while (again && !stopped);
      retryMs = firstRetryMs;
    })().catch((failure: unknown) => {
      later();
      throw failure;
    }).finally(() => (refreshing = undefined));
    return refreshing;
  }

  /** A question failed though the line may stand: news told once must not be lost, so everything is asked anew. */
  function later(): void {
    if (stopped || retry) return;
    retry = setTimeout(() => {
      retry = undefined;
      void refresh().catch(() => undefined);
    }, retryMs);
    retryMs = Math.min(mostRetryMs, retryMs * 2);
  }

  async function settle(): Promise<void> {
    timer = undefined;
    for (const roomId of take(rooms)) if (!stopped) await readRoom(roomId);
    for (const roomId of take(deliveries)) if (!stopped) await deliveriesOf(roomId);
  }

  function soon(): void {
    // A burst of news about one room is one question.
    timer ??= setTimeout(() => void settle().catch(later), settlePauseMs);
  }

  return {
    refresh,
    heard(event: StreamEvent): void {
      switch (event.kind) {
        case 'room.changed':
          rooms.add(event.roomId);
          soon();
          return;
        case 'delivery.changed':
          deliveries.add(event.roomId);
          soon();
          return;
        case 'account.changed':
          for (const [roomId, room] of known) if (room.account?.accountId === event.accountId) rooms.add(roomId);
          if (rooms.size > 50) {
            rooms.clear(); // a whole number went away or came back: one list instead of a question a room
            void readInbox().catch(later);
          } else soon();
          return;
        case 'queue.changed':
          return tell({ push: 'queue.changed' });
        case 'client.changed': {
          for (const [roomId, room] of known) if (room.client?.clientId === event.clientId) rooms.add(roomId);
          soon();
          return tell({ push: 'client.changed', clientId: event.clientId });
        }
        case 'template.changed':
          return tell({ push: 'templates.changed' });
        case 'person.changed':
          void readColleagues().catch(later);
          return;
        default:
      }
    },
    stop(): void {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(retry);
    },
  };
}

function take<Item>(from: Set<Item>): Item[] {
  const taken = [...from];
  from.clear();
  return taken;
}
export type Facts = ReturnType<typeof createFacts>;
