import type { RoomId } from '@holdfast/contract';
import type { BoxApi, SyncedRoom } from '../../ipc/index.ts';
import { codeOf } from '../host/box-api.ts';

const mostRooms = 30;
const mostEvents = 400;
const pauses = [200, 500, 1_000, 2_000, 5_000];
const attemptsBeforeSplit = 3;
type Batch = { readonly rooms: readonly SyncedRoom[]; readonly failures: number };

/**
 * Hands sync answers to the store in order, one call at a time. What the person has before them goes first within an answer,
 * and no call is so large that a live message would wait long behind it. A call that failed is repeated for as long as it takes
 * (repeating changes nothing); only a single room that the store cannot take is left out, with a report, so that it stops nobody else.
 */
export function createApplyQueue({ api, sleep, report }: { api: Pick<BoxApi, 'applySync'>; sleep: (ms: number) => Promise<void>; report: (failure: unknown) => void }) {
  const waiting: Batch[] = [];
  let working: Promise<void> | undefined;
  let isStopped = false;

  function split(rooms: readonly SyncedRoom[]): SyncedRoom[][] {
    const batches: SyncedRoom[][] = [];
    let events = Infinity;
    for (const room of rooms) {
      events += room.timeline.length + room.state.length;
      if (events > mostEvents || (batches.at(-1)?.length ?? mostRooms) >= mostRooms) {
        batches.push([]);
        events = room.timeline.length + room.state.length;
      }
      batches.at(-1)!.push(room);
    }
    return batches;
  }

  async function work(): Promise<void> {
    while (waiting.length > 0 && !isStopped) {
      const batch = waiting[0]!;
      try {
        await api.applySync({ rooms: [...batch.rooms] });
        waiting.shift();
      } catch (failure) {
        if (isStopped || codeOf(failure) === 'NOT_SIGNED_IN') return stop();
        waiting[0] = { rooms: batch.rooms, failures: batch.failures + 1 };
        if (codeOf(failure) !== 'OFFLINE' && batch.failures + 1 >= attemptsBeforeSplit) {
          waiting.shift();
          if (batch.rooms.length > 1) waiting.unshift(...batch.rooms.map((room) => ({ rooms: [room], failures: attemptsBeforeSplit - 1 })));
          else report(failure);
          continue;
        }
        await sleep(pauses[Math.min(batch.failures, pauses.length - 1)]!);
      }
    }
  }

  function stop(): void {
    isStopped = true;
    waiting.length = 0;
  }

  return {
    /** Resolves as soon as there is room for more: the next question to the homeserver need not wait for the disk. */
    async add(rooms: readonly SyncedRoom[], first: RoomId | null): Promise<void> {
      if (rooms.length === 0 || isStopped) return;
      const ordered = first === null ? rooms : [...rooms].sort((a, b) => Number(b.roomId === first) - Number(a.roomId === first));
      waiting.push(...split(ordered).map((batch) => ({ rooms: batch, failures: 0 })));
      working ??= work().finally(() => (working = undefined));
      while (waiting.length > 8 && !isStopped) await sleep(20);
    },
    /** Everything handed over so far is in the store. */
    settled: async (): Promise<void> => working,
    stop,
  };
}
