import type { UserId } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { lanesOf, type OwnerPeriod } from './owner-lanes.ts';

const period = (roomId: string, owner: string | null, fromAt: number, untilAt: number | null): OwnerPeriod => ({ roomId, network: 'loopback', accountLabel: 'Trial', owner: owner as UserId | null, ownerName: owner, fromAt, untilAt, via: 'handover', handoverId: null });

test('each conversation is a lane on the time of all of them', () => {
  const lanes = lanesOf([period('!b', 'Ewa', 50, null), period('!a', 'Anna', 0, 25), period('!a', 'Piotr', 25, null)], 100);
  expect(lanes.map(({ roomId }) => roomId)).toEqual(['!b', '!a']);
  expect(lanes[0]!.shares.map(({ name, percent }) => [name, percent])).toEqual([[null, 50], ['Ewa', 50]]);
  expect(lanes[1]!.periods.map(({ ownerName }) => ownerName)).toEqual(['Piotr', 'Anna']);
  expect(lanes[1]!.shares.map(({ percent }) => percent)).toEqual([25, 75]);
});
test('without an owner yet there is no lane', () => expect(lanesOf([], 100)).toEqual([]));
