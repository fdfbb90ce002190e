import type { EventId } from '@holdfast/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MatrixEvent } from '../ipc/index.ts';
import { jan, me, openRig, room, text } from '../test/support/store-rig.ts';

const history = Array.from({ length: 60 }, (_, n) => text(String(n + 1), n % 3 === 0 ? me : jan, `message ${n + 1}`));
const newestFirst = (events: readonly MatrixEvent[]): MatrixEvent[] => [...events].reverse();

/**
 * One true history, told in pieces as a network tells it: chunks of the present with holes before them, pages of the past, all
 * of it repeated. Whatever the pieces, the conversation is the history.
 */
test('however a history is told, the conversation is the history', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 12 }),
      fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      async (sizes, holes, pageSize, repeats) => {
        const rig = await openRig();
        try {
          let at = 0;
          for (const [n, size] of sizes.entries()) {
            // A hole: the connection was away and the homeserver tells only the end of what happened.
            const from = holes[n] === true ? Math.min(history.length, at + 3) : at;
            const chunk = history.slice(from, from + size);
            if (chunk.length === 0) break;
            const more = { limited: holes[n] === true || n === 0, initial: n === 0, prevBatch: `before-${from}` };
            await rig.apply(chunk, more);
            if (repeats) await rig.apply(chunk, { ...more, limited: true });
            at = from + chunk.length;
          }
          // The filler closes every hole, newest pages first, until none is left.
          for (let step = 0; step < 200; step++) {
            const gap = await rig.store.sync.nextGap({ roomId: room });
            if (gap === null) break;
            const until = Number(gap.token.split('-')[1]);
            const page = history.slice(Math.max(0, until - pageSize), until);
            const end = until - pageSize > 0 ? `before-${until - pageSize}` : null;
            await rig.store.sync.applyHistory({ gapId: gap.gapId, events: newestFirst(page), state: [], end });
          }
          expect((await rig.items()).map(({ eventId }) => eventId)).toEqual(history.slice(0, at).map(({ event_id }) => event_id));
          expect(await rig.store.sync.nextGap({ roomId: room })).toBeNull();
        } finally {
          await rig.close();
        }
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);

test('a page of the timeline is found from its end, an event, a date and a place, and says what lies beyond', async () => {
  const rig = await openRig();
  try {
    await rig.apply(history, { initial: true, limited: true, prevBatch: 'before-0' });
    const read = (anchor: Parameters<typeof rig.store.conversations.readTimeline>[0]['anchor']) => rig.store.conversations.readTimeline({ roomId: room, anchor, before: 5, after: 5 });
    const end = await read({ at: 'end' });
    expect([end.items.at(-1)?.eventId, end.newer, end.older]).toEqual(['$60', 'end', 'more']);
    const middle = await read({ at: 'event', eventId: '$30' as EventId });
    expect([middle.anchorKey, middle.items.map(({ eventId }) => eventId).includes('$30' as EventId), middle.newer, middle.older]).toEqual(['$30', true, 'more', 'more']);
    const start = await read({ at: 'event', eventId: '$2' as EventId });
    expect(start.older).toBe('gap');
    const dated = await read({ at: 'date', time: middle.items[0]!.at });
    expect(dated.items.map(({ eventId }) => eventId)).toContain(middle.items[0]!.eventId);
  } finally {
    await rig.close();
  }
});
