import type { UserId } from '@holdfast/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repairedPowerLevels, sameLevels } from './power-levels.ts';

const who = { bot: '@bot:box.test' as UserId, serviceUser: '@acct_loopback_sales:box.test' as UserId, isGhost: (userId: string) => userId.startsWith('@loopback_') };
const level = fc.integer({ min: -10, max: 9001 });
const users = fc.constantFrom('@bot:box.test', '@acct_loopback_sales:box.test', '@loopback_48999:box.test', '@anna:box.test', '@mallory:box.test');
const types = fc.constantFrom('m.room.message', 'm.reaction', 'm.room.name', 'com.beeper.disappearing_timer', 'm.room.tombstone', 'io.holdfast.note');
const anything = fc.record(
  { users: fc.dictionary(users, level), events: fc.dictionary(types, level), users_default: level, events_default: level, state_default: level, invite: level, kick: level, ban: level, redact: level },
  { requiredKeys: [] },
);

test('whatever the bridge set: members write, and change, invite and remove nothing', () => {
  fc.assert(
    fc.property(anything, (before) => {
      const after = repairedPowerLevels(before, who) as Record<string, number> & { users: Record<string, number>; events: Record<string, number> };
      for (const action of ['invite', 'kick', 'ban', 'redact', 'state_default']) expect(after[action]).toBeGreaterThanOrEqual(50);
      expect([after['users_default'], after['events_default']]).toEqual([0, 0]);
      expect(after.users[who.serviceUser]).toBe(50);
      expect(Object.keys(after.users)).not.toEqual(expect.arrayContaining(['@anna:box.test']));
      expect(Object.keys(after.users)).not.toEqual(expect.arrayContaining(['@mallory:box.test']));
      for (const [type, needed] of Object.entries(after.events)) {
        if (['m.room.message', 'm.reaction', 'io.holdfast.note'].includes(type)) expect(needed).toBe(0);
        else expect(needed).toBeGreaterThanOrEqual(50);
      }
    }),
  );
});

test('repairing what is right changes nothing, so that our own change is the last', () => {
  fc.assert(
    fc.property(anything, (before) => {
      const once = repairedPowerLevels(before, who);
      expect(sameLevels(repairedPowerLevels(once, who), once)).toBe(true);
    }),
  );
});

test('the bot is left as it is: listed before room version 12, never since', () => {
  expect(repairedPowerLevels({ users: { [who.bot]: 9001 } }, who).users).toEqual({ [who.bot]: 9001, [who.serviceUser]: 50 });
  expect(repairedPowerLevels({}, who).users).toEqual({ [who.serviceUser]: 50 });
});

test('levels the network gave its own people stay', () => {
  const admin = '@loopback_48999:box.test';
  expect(repairedPowerLevels({ users: { [admin]: 95 } }, who).users).toMatchObject({ [admin]: 95 });
});
