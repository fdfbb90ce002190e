import type { BoxBridge, CallName, Push, Reply } from '../../ipc/index.ts';

type Waiting = { readonly resolve: (reply: Reply<unknown>) => void; readonly frame: string; readonly isRepeatable: boolean };
type Line = Pick<WebSocket, 'send' | 'close' | 'readyState' | 'addEventListener'>;
export type WebSocketBridge = BoxBridge & {
  /** True while the host answers; false from the moment it was lost. */
  onLine(listener: (isUp: boolean) => void): () => void;
  /** Tries again now instead of at the end of the pause. */
  retry(): void;
  close(): void;
};

const offline: Reply<never> = { ok: false, code: 'OFFLINE', message: 'the line to the app’s host was lost' };
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;
const PATIENCE = 8_000;

/**
 * The wire of the browser host: JSON frames over one WebSocket (desktop/host). Calls made while it is down wait a moment for
 * it. Of those under way when it broke, what does no harm twice (questions, a `send` with its own id) is asked again; the rest
 * is failed with OFFLINE, because nobody can know whether it was done. After every return the screen is told to read
 * everything again: pushes sent meanwhile are lost. Nothing is opened before `ready`.
 */
export function createWebSocketBridge(open: () => Line, ready: Promise<unknown> = Promise.resolve()): WebSocketBridge {
  const listeners = new Set<(push: Push) => void>();
  const lineListeners = new Set<(isUp: boolean) => void>();
  const waiting = new Map<number, Waiting>();
  const unsent = new Set<number>();
  let line: Line | undefined;
  let isUp = false;
  let wasUp = false;
  let pause = FIRST_PAUSE;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;
  let lastId = 0;

  function connect(): void {
    clearTimeout(timer);
    timer = undefined;
    const mine = (line = open());
    mine.addEventListener('open', () => {
      isUp = true;
      pause = FIRST_PAUSE;
      for (const id of unsent) mine.send(waiting.get(id)!.frame);
      unsent.clear();
      if (wasUp) void catchUp();
      wasUp = true;
      for (const listener of lineListeners) listener(true);
    });
    mine.addEventListener('message', ({ data }) => receive(String(data)));
    mine.addEventListener('close', () => lost(mine));
  }

  function lost(closed: Line): void {
    if (closed !== line || isClosed) return;
    line = undefined;
    for (const [id, { isRepeatable }] of [...waiting]) {
      if (unsent.has(id)) continue;
      if (isRepeatable) wait(id);
      else giveUp(id);
    }
    if (isUp) {
      isUp = false;
      for (const listener of lineListeners) listener(false);
    }
    timer = setTimeout(connect, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  function receive(text: string): void {
    const frame = JSON.parse(text) as { id?: number; reply?: Reply<unknown>; push?: Push };
    if (frame.push) for (const listener of [...listeners]) listener(frame.push);
    if (frame.id === undefined || !frame.reply) return;
    const asked = waiting.get(frame.id);
    waiting.delete(frame.id);
    asked?.resolve(frame.reply);
  }

  function call(name: CallName, input: unknown): Promise<Reply<unknown>> {
    if (isClosed) return Promise.resolve(offline);
    const id = ++lastId;
    return new Promise((resolve) => {
      const frame = JSON.stringify({ id, call: name, input });
      waiting.set(id, { resolve, frame, isRepeatable: /^(read|list|find|search)/.test(name) || (name === 'send' && (input as { localId?: string }).localId !== undefined) });
      if (isUp && line) line.send(frame);
      else wait(id);
    });
  }

  /** Goes out when the line is back, if that is soon. */
  function wait(id: number): void {
    unsent.add(id);
    setTimeout(() => {
      if (unsent.delete(id)) giveUp(id);
    }, PATIENCE);
  }

  function giveUp(id: number): void {
    const asked = waiting.get(id);
    waiting.delete(id);
    asked?.resolve(offline);
  }

  async function catchUp(): Promise<void> {
    const tell = (push: Push): void => {
      for (const listener of [...listeners]) listener(push);
    };
    const [session, connection, settings] = await Promise.all([call('readSession', {}), call('readConnection', {}), call('readSettings', {})]);
    if (session.ok) tell({ push: 'session.changed', session: session.value } as Push);
    if (settings.ok) tell({ push: 'settings.changed', settings: settings.value } as Push);
    if (connection.ok) tell({ push: 'connection.changed', connection: connection.value } as Push);
    for (const push of ['conversations.changed', 'queue.changed', 'templates.changed', 'colleagues.changed'] as const) tell({ push });
  }

  void ready.then(() => (isClosed ? undefined : connect()));
  return {
    call,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onLine(listener) {
      lineListeners.add(listener);
      return () => void lineListeners.delete(listener);
    },
    retry: () => void (timer !== undefined && !isClosed && connect()),
    close() {
      isClosed = true;
      clearTimeout(timer);
      line?.close();
    },
  };
}
