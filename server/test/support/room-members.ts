import { requestJson } from './json-http.ts';
import type { World } from './world.ts';

/** Which of the box's people are in the room, as the homeserver has it. */
export async function peopleIn(world: World, roomId: string): Promise<string[]> {
  const bot = encodeURIComponent('@loopbackbot:box.test');
  const { joined } = await requestJson<{ joined: Record<string, unknown> }>(
    'GET',
    `${world.urls.homeserver}/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/joined_members?user_id=${bot}`,
    { token: world.secret('loopback-as-token') },
  );
  return world.colleagues.map(({ userId }) => userId).filter((userId) => userId in joined).toSorted();
}
