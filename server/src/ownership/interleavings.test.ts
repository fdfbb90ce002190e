import type { HandoverId, RoomId } from '@holdfast/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownershipWorld, type Hired } from '../../test/support/ownership-world.ts';
import { AppError } from '../kernel/index.ts';
import { entitledUsers } from './room-rights.ts';

/** What people, the network and bad luck may do, in any order. Numbers choose a person, a room or a handover. */
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant('hand-over' as const), from: fc.nat(3), to: fc.nat(3), overlap: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('hand-over-rooms' as const), rooms: fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 3 }), to: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('claim' as const), room: fc.nat(4), by: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('undo' as const), handover: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('access-off' as const), of: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('unlock' as const), who: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('cover' as const), owner: fc.nat(3), cover: fc.nat(3), ms: fc.integer({ min: 1, max: 100_000 }) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('break' as const), call: fc.constantFrom('invite' as const, 'join' as const, 'kick' as const, 'members' as const), times: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('outage' as const), back: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 60_000 }) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('turn' as const), turns: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('kill' as const), after: fc.integer({ min: 1, max: 12 }) }) },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

async function stage() {
  const world = ownershipWorld();
  const team = world.team('sales');
  const olga = world.hire('olga', { roles: ['administrator'] });
  const people = ['anna', 'boris', 'clara', 'dora'].map((name) => world.hire(name, { team })) as [Hired, Hired, Hired, Hired];
  await world.settled();
  const account = world.account('a', { team });
  const rooms = [0, 1, 2, 3, 4].map((n) => world.portal(`r${n}`, { account, owner: n === 4 ? null : people[n % 2]! }));
  const handovers: HandoverId[] = [];

  async function perform(step: Act): Promise<void> {
    const { ownership } = world;
    const room = (n: number): RoomId => rooms[n]!;
    switch (step.what) {
      case 'hand-over': {
        const overlap = step.overlap ? { overlapUntil: world.clock.now() + 20_000 } : {};
        const order = { scope: { kind: 'person' as const, userId: people[step.from]!.userId }, successors: { userIds: [people[step.to]!.userId] }, reason: 'r', ...overlap };
        return void handovers.push(ownership.handovers.request(olga, 'all', order).handoverId);
      }
      case 'hand-over-rooms': {
        const order = { scope: { kind: 'rooms' as const, roomIds: step.rooms.map(room) }, successors: { userIds: [people[step.to]!.userId] }, reason: 'r' };
        return void handovers.push(ownership.handovers.request(olga, 'all', order).handoverId);
      }
      case 'claim':
        return void ownership.queue.claim(people[step.by]!, 'team', room(step.room));
      case 'undo':
        return handovers.length === 0 ? undefined : void ownership.handovers.undo(olga, handovers[step.handover % handovers.length]!, 'r');
      case 'access-off':
        return void handovers.push(ownership.handovers.accessOff(olga, { userId: people[step.of]!.userId, reason: 'r' }).handoverId);
      case 'unlock':
        return world.unlock(people[step.who]!);
      case 'cover':
        return void ownership.covers.place(olga, 'all', { ownerUserId: people[step.owner]!.userId, coverUserId: people[step.cover]!.userId, untilAt: world.clock.now() + step.ms, reason: 'r' });
      case 'break':
        return world.homeserver.breakOn(step.call, step.times);
      case 'outage':
        return step.back ? world.homeserver.comeBack() : world.homeserver.goDown();
      case 'pass':
        return world.pass(step.ms, 2);
      case 'turn': // the event loop goes on a little, and stops in the middle of things
        for (let n = 0; n < step.turns; n += 1) await new Promise((resolve) => setImmediate(resolve));
        return;
      case 'kill': {
        let left = step.after;
        world.dieAt(() => {
          if ((left -= 1) <= 0) throw new Error('kill -9');
        });
        await new Promise((resolve) => setTimeout(resolve, 2));
        return world.restart();
      }
    }
  }
  return { world, rooms, people, perform };
}

type Staged = Awaited<ReturnType<typeof stage>>;

/** One owner or none, one open period that says the same, and periods that follow each other without a gap. */
function checkRecord({ world, rooms }: Staged): void {
  for (const roomId of rooms) {
    const periods = world.periods(roomId);
    expect(periods.filter(({ untilAt }) => untilAt === null)).toHaveLength(1);
    expect(periods.at(-1)).toMatchObject({ owner: world.owner(roomId), untilAt: null });
    periods.slice(1).forEach((period, index) => {
      expect(period.fromAt).toBe(periods[index]?.untilAt);
      expect(period.owner).not.toBe(periods[index]?.owner);
    });
  }
}

test('whatever is claimed, handed over, undone, cut, broken or killed: one owner or none, and in the end the members are those who belong', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 25 }), async (steps) => {
      const staged = await stage();
      const { world, rooms, people, perform } = staged;
      try {
        for (const step of steps) {
          try {
            await perform(step);
          } catch (failure) {
            if (!(failure instanceof AppError)) throw failure; // refusals are part of the game
          }
          checkRecord(staged);
        }
        world.homeserver.comeBack();
        world.homeserver.mend();
        await world.pass(1_200_000, 40);
        checkRecord(staged);
        for (const roomId of rooms) {
          const belong = entitledUsers(world.db, roomId, world.clock.now());
          expect(world.inRoom(roomId)).toEqual(belong.map((userId) => userId.slice(1, userId.indexOf(':'))).sort());
        }
        expect(world.db.prepare("SELECT count(*) AS n FROM saga_item WHERE state <> 'done'").get()).toEqual({ n: 0 });
        expect(world.db.prepare("SELECT count(*) AS n FROM handover WHERE state IN ('running', 'undoing')").get()).toEqual({ n: 0 });
        expect(people).toHaveLength(4);
      } finally {
        await world.stop();
      }
    }),
    { numRuns: Number(process.env['INTERLEAVINGS'] ?? 60) },
  );
});
