import type { HandoverId, RoomId } from '@holdfast/contract';
import type { WriteTx } from '../db/index.ts';
import type { News } from '../kernel/index.ts';

/** News of ownership, told once what they tell about is durable. */
export type OwnershipNews = ReturnType<typeof createOwnershipNews>;
export function createOwnershipNews(news: News) {
  return {
    /** Owner, covers or members changed. The queue is drawn from the same facts, so it hears of it as well. */
    roomsChanged(tx: WriteTx, roomIds: readonly RoomId[]): void {
      tx.afterCommit(() => {
        for (const roomId of roomIds) {
          news.publish({ kind: 'room.changed', roomId });
          news.publish({ kind: 'queue.changed', roomId });
        }
      });
    },
    rulesChanged(tx: WriteTx): void {
      tx.afterCommit(() => news.publish({ kind: 'routing-rules.changed' }));
    },
    greetingsChanged(tx: WriteTx): void {
      tx.afterCommit(() => news.publish({ kind: 'greetings.changed' }));
    },
    handoverChanged(tx: WriteTx, handoverId: HandoverId): void {
      tx.afterCommit(() => news.publish({ kind: 'handover.changed', handoverId }));
    },
    handoverProgressed(handoverId: HandoverId): void {
      news.publish({ kind: 'handover.changed', handoverId });
    },
  };
}
