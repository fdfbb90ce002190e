import type { Clock } from '../kernel/index.ts';
import type { JournalReader } from '../journal/index.ts';

/** After a message of anybody, bulk work leaves the homeserver to people for this long. */
const recentMs = 1_500;
/** With people writing, one call of bulk work starts at most this often: Synapse needs about as long for one event. */
const spacingMs = 120;
const talking = new Set(['m.room.message', 'm.sticker', 'm.reaction', 'm.room.redaction']);

/**
 * Knows whether people are writing right now, and slows bulk work down while they are: the homeserver is one Python core,
 * and every call in flight is in front of somebody's message (performance.md).
 */
export function createTraffic({ clock }: { clock: Clock }) {
  let lastMessageAt = -Infinity;
  let nextTurnAt = 0;
  const reader: JournalReader = {
    name: 'traffic',
    read(_tx, event) {
      if (event.stateKey === null && talking.has(event.type)) lastMessageAt = clock.now();
    },
  };
  return {
    reader,
    /** Awaited before each call of bulk work. Immediate while nobody writes. */
    async yieldToTraffic(): Promise<void> {
      while (clock.now() - lastMessageAt < recentMs) {
        const now = clock.now();
        if (now >= nextTurnAt) {
          nextTurnAt = now + spacingMs;
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, nextTurnAt - now));
      }
    },
  };
}
