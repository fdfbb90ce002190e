import { randomUUID } from 'node:crypto';
import type { RoomId, UserId } from '@holdfast/contract';
import type { Push } from '../ipc/index.ts';
import { openStore, pushesOf, type Changes, type Store } from '../store/index.ts';
import type { AppLog } from './app-log.ts';
import { createBoxStream } from './box/box-stream.ts';
import type { ConnectionLine } from './box/connection.ts';
import { createFacts } from './box/facts.ts';
import { createSender } from './outgoing/sender.ts';
import { createUploads } from './outgoing/uploads.ts';
import type { Host } from './ports.ts';
import type { Workplace as Opened } from './session/session-keeper.ts';

type Deps = {
  readonly directory: string;
  readonly host: Host;
  readonly log: AppLog;
  readonly connection: ConnectionLine;
  readonly tell: (push: Push) => void;
  readonly onChanges: (changes: Changes, store: Store) => void;
  readonly onContact: () => void;
  readonly onUnwelcome: (code: string) => void;
};

/** Everything that lives while somebody is signed in: the open store, the line to the box, what goes out. */
export async function openWorkplace({ directory, host, log, connection, tell, onChanges, onContact, onUnwelcome }: Deps, { saved, storeKey, box, homeserver }: Opened) {
  const store = await openStore({
    directory,
    key: storeKey,
    userId: saved.userId as UserId,
    onRebuilt: (what) => {
      log.error({ what }, 'store.rebuilt');
      tell({ push: 'conversations.changed' });
      void facts.refresh().catch(() => undefined); // filled again from the box
    },
  });
  const changed = (changes: Changes): void => {
    for (const push of pushesOf(changes)) tell(push);
    onChanges(changes, store);
  };
  const facts = createFacts({ box, homeserver, store, tell, changed });
  const upload = createUploads({ store, homeserver, onProgress: ({ roomId, localId }, progress) => tell({ push: 'send.progress', roomId, localId, progress }) });
  const sender = createSender({ store, homeserver, upload, clock: host.clock, log, changed, onQueued: (count) => connection.queue(count), onUnwelcome });
  const stream = createBoxStream({
    fetch: host.fetch,
    clock: host.clock,
    box,
    onEvent: (event) => facts.heard(event),
    onOpen: () => {
      connection.streamed(true);
      onContact();
      void sender.wake();
      void facts.refresh().catch((failure: unknown) => log.error({ failure: failure instanceof Error ? failure.message : 'unknown' }, 'facts.failed'));
    },
    onLost: (retryAt, isStarting) => connection.streamed(false, retryAt, isStarting),
  });
  const forgetWake = host.shell.onWake(() => {
    stream.reconnect();
    void sender.wake();
  });
  stream.start();
  sender.pump();

  return {
    store,
    sender,
    box,
    homeserver,
    changed,
    async send(roomId: RoomId, outgoing: Parameters<Store['outgoing']['add']>[1], localId: string = randomUUID()): Promise<string> {
      changed(await store.outgoing.add(roomId, outgoing, localId, host.clock.now()));
      sender.pump();
      return localId;
    },
    reconnect: (): void => stream.reconnect(),
    async close(): Promise<void> {
      forgetWake();
      stream.stop();
      facts.stop();
      await sender.stop();
      await store.close();
    },
  };
}
export type Workplace = Awaited<ReturnType<typeof openWorkplace>>;
