import type { CallName } from './calls.ts';
import type { Reply } from './define.ts';
import type { Push } from './pushes.ts';

/**
 * The wire as a host offers it, before it is made a BoxApi: Electron's preload exposes one as `window.box`, the browser
 * host's page makes one over its WebSocket. Replies are values because errors lose their code on the way through Electron.
 */
export interface BoxBridge {
  call(name: CallName, input: unknown): Promise<Reply<unknown>>;
  /** Returns its own unsubscribe. */
  subscribe(listener: (push: Push) => void): () => void;
}
