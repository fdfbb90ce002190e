import { expect, test } from 'vitest';
import { dayOf, endOfDay, lastDays, startOfDay } from './day-range.ts';

test('a day begins at its midnight and ends before the next, where the person sits', () => {
  const from = startOfDay('2026-03-29')!;
  const to = endOfDay('2026-03-29')!;
  expect(new Date(from).getHours()).toBe(0);
  expect(dayOf(from)).toBe('2026-03-29');
  expect(dayOf(to)).toBe('2026-03-29');
  expect(dayOf(to + 1)).toBe('2026-03-30');
});
test('what is no day is no bound', () => {
  expect(startOfDay(null)).toBeUndefined();
  expect(endOfDay("2026-1' OR 1=1")).toBeUndefined();
});
test('the last seven days end today', () => expect(lastDays(7, new Date(2026, 2, 3, 12).getTime())).toEqual({ from: '2026-02-25', to: '2026-03-03' }));
