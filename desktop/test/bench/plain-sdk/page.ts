import { ClientEvent, createClient, type Room } from 'matrix-js-sdk';

/** The sync library as its documentation starts it, writing the name of each room it gets: what any client is held against. */
const { baseUrl, accessToken, userId, limit } = JSON.parse(decodeURIComponent(location.hash.slice(1))) as { baseUrl: string; accessToken: string; userId: string; limit: number };
const client = createClient({ baseUrl, accessToken, userId });
client.on(ClientEvent.Room, (room: Room) => {
  const line = document.createElement('li');
  line.textContent = room.name;
  document.querySelector('#rooms')?.append(line);
});
await client.startClient({ initialSyncLimit: limit, lazyLoadMembers: true });
