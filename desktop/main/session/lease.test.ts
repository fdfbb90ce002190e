import { expect, test } from 'vitest';
import { graceMs, isLeaseOver, leaseEndsAt } from './lease.ts';

const hour = 3_600_000;
const at = 1_800_000_000_000;
const leased = (offlineHours: number) => ({ lease: { offlineHours, leasedAt: at, endsAt: at + offlineHours * hour }, lastContactAt: at, lastSeenAt: at });

test('a lease lasts its hours from the last contact', () => {
  expect(leaseEndsAt(leased(24))).toBe(at + 24 * hour);
  expect(isLeaseOver(leased(24), at + 24 * hour - 1)).toBe(false);
  expect(isLeaseOver(leased(24), at + 24 * hour)).toBe(true);
});
test('where working offline is forbidden, a hiccup is forgiven and nothing more', () => {
  expect(leaseEndsAt(leased(0))).toBe(null);
  expect(isLeaseOver(leased(0), at + graceMs - 1)).toBe(false);
  expect(isLeaseOver(leased(0), at + graceMs)).toBe(true);
});
test('a clock set back ends it, a correction by seconds does not', () => {
  expect(isLeaseOver(leased(24), at - 10_000)).toBe(false);
  expect(isLeaseOver(leased(24), at - hour)).toBe(true);
});
