import type { BridgePort, Checkpoint, SavedMessages } from '../../src/gate/index.ts';

type Sent = { id: string; sender: string; type: string; content: Record<string, unknown>; redacts?: string };
type Post = (checkpoints: readonly Checkpoint[]) => void;

/**
 * bridgev2 as far as the gate can tell: it answers 200 and queues in memory, works strictly in order, saves messages,
 * ignores a message it has saved already in silence, refuses notices aloud, and forgets its queue when it dies.
 */
export function createFakeBridge() {
  const queue: Sent[] = [];
  const saved = new Set<string>();
  const phone: Sent[] = [];
  let post: Post = () => {};
  let up = true;
  let working = true;
  let loggedIn = true;
  let lossy = false;
  let outcome: 'ok' | 'certain' | 'timeout' | 'unsure' | 'pending' | 'die-before' | 'die-after' = 'ok';

  const remote = (id: string, status: string, info = ''): void => {
    if (!lossy) post([{ eventId: id as Checkpoint['eventId'], step: 'REMOTE', status, info }]);
  };

  function handle(event: Sent): void {
    if (!loggedIn) return remote(event.id, 'PERM_FAILURE', 'not logged in (receiver login is not logged in)');
    if (event.content['msgtype'] === 'm.notice') return remote(event.id, 'PERM_FAILURE', 'ignoring m.notice message');
    if (saved.has(event.id)) return;
    if (outcome === 'die-before') return die();
    if (outcome === 'certain') return remote(event.id, 'PERM_FAILURE', 'media too large');
    if (outcome === 'unsure') return remote(event.id, 'PERM_FAILURE', 'the connection broke');
    if (outcome === 'timeout') return remote(event.id, 'TIMEOUT', 'remote echo timed out');
    phone.push(event);
    if (outcome === 'die-after') return die();
    if (outcome === 'pending') {
      outcome = 'ok';
      return;
    }
    if (event.type === 'm.room.message' || event.type === 'm.sticker') saved.add(event.id);
    remote(event.id, 'SUCCESS');
  }

  function die(): void {
    up = false;
    queue.length = 0;
    outcome = 'ok';
  }

  const port: BridgePort = {
    async transaction(_bridge, _transactionId, body) {
      if (!up) return 'refused';
      for (const raw of body.events as Record<string, unknown>[]) {
        if (raw['state_key'] !== undefined) continue;
        const id = String(raw['event_id']);
        queue.push({ id, sender: String(raw['sender']), type: String(raw['type']), content: raw['content'] as Record<string, unknown>, ...(raw['redacts'] === undefined ? {} : { redacts: raw['redacts'] as string }) });
        if (!lossy && !id.includes('fence')) setImmediate(() => post([{ eventId: id as Checkpoint['eventId'], step: 'BRIDGE', status: 'SUCCESS', info: '' }]));
      }
      if (working) setImmediate(() => work());
      return 'accepted';
    },
  };
  function work(): void {
    while (up && working && queue.length > 0) handle(queue.shift() as Sent);
  }

  const savedMessages: SavedMessages = { has: (_bridge, eventId) => saved.has(eventId) };
  return {
    port,
    savedMessages,
    phone,
    /** What the phone shows, in order. */
    texts: (): string[] => phone.map((event) => ((event.content['m.new_content'] as { body?: string } | undefined)?.body ?? (event.content['body'] as string | undefined) ?? event.type)),
    onCheckpoint: (listener: Post) => void (post = listener),
    next: (what: typeof outcome) => void (outcome = what),
    /** The network's late confirmation of a pending message. */
    confirm: (eventId: string) => remote(eventId, 'SUCCESS'),
    die,
    /** Accepts and does nothing yet: everything stays in its memory. */
    hold: () => void (working = false),
    release: () => {
      working = true;
      work();
    },
    start: () => void (up = true),
    logOut: () => void (loggedIn = false),
    logIn: () => void (loggedIn = true),
    /** Its word does not reach us. */
    lose: () => void (lossy = true),
    lossless: () => void (lossy = false),
  };
}
