import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { Connection } from '../../ipc/index.ts';
import { useBoxApi } from '../host/box-api.ts';

/** How the line to the box is, as main sees it. */
export const useConnection = defineStore('connection', () => {
  const api = useBoxApi();
  const connection = shallowRef<Connection>({ state: 'connecting', since: 0, retryAt: null, queued: 0 });
  api.subscribe((push) => {
    if (push.push === 'connection.changed') connection.value = push.connection;
  });
  async function read(): Promise<void> {
    connection.value = await api.readConnection({}).catch(() => connection.value);
  }
  return { connection, read };
});
