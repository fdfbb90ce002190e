import type { RoomId } from '@holdfast/contract';
import type { BoxApi } from '../../ipc/index.ts';

const sureAfter = 60_000;

/**
 * Finds conversations that left while this computer was away: the sync names what one is in and is silent about the rest. A room
 * that was just claimed may be known to the store a moment before the homeserver counts it, so only what is missing twice, a
 * minute apart, is forgotten. Once for every time the list became complete.
 */
export function createStaleRooms({ api, sleep }: { api: Pick<BoxApi, 'listConversations' | 'forgetRooms'>; sleep: (ms: number) => Promise<void> }) {
  let newest: readonly RoomId[] = [];
  let isChecked = false;
  let isStopped = false;

  async function check(): Promise<void> {
    const missing = async (): Promise<RoomId[]> => {
      const { conversations } = await api.listConversations({});
      const present = new Set(newest);
      return conversations.map(({ roomId }) => roomId).filter((roomId) => !present.has(roomId));
    };
    const suspects = new Set(await missing());
    if (suspects.size === 0) return;
    await sleep(sureAfter);
    if (isStopped) return;
    const roomIds = (await missing()).filter((roomId) => suspects.has(roomId));
    if (roomIds.length > 0) await api.forgetRooms({ roomIds });
  }

  return {
    compare(rooms: readonly RoomId[]): void {
      newest = rooms;
      if (isChecked) return;
      isChecked = true;
      check().catch(() => (isChecked = false)); // asked again with the next answer
    },
    stop(): void {
      isStopped = true;
    },
  };
}
