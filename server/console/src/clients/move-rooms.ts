import type { RoomId } from '@holdfast/contract';
import { useRouter } from 'vue-router';

/** So many stand in an address that can be sent to somebody; more travel beside it. */
const inAddress = 20;

/** Takes chosen conversations to the page on which they are given to somebody else, with its preview and its reason. */
export function useMoveRooms(): (roomIds: readonly RoomId[]) => void {
  const router = useRouter();
  return (roomIds) => void router.push({ path: '/handovers/new', query: roomIds.length <= inAddress ? { rooms: roomIds.join(',') } : {}, state: { rooms: [...roomIds] } });
}
