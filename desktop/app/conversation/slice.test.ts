import { expect, test } from 'vitest';
import { farAway, keepSlice, nextSlice, reach, sliceAround } from './slice.ts';

const view = { count: 500, above: 2_000, below: 2_000, rowHeight: 50 };

test('near an edge the slice grows there, and rests between', () => {
  const slice = { start: 200, end: 260 };
  expect(nextSlice({ ...view, slice })).toBe(slice);
  expect(nextSlice({ ...view, slice, above: reach - 1 })).toEqual({ start: 190, end: 260 });
  expect(nextSlice({ ...view, slice, below: reach - 1 })).toEqual({ start: 200, end: 270 });
});

test('what is far away is taken out, and never more than what is out of reach', () => {
  const next = nextSlice({ ...view, slice: { start: 100, end: 260 }, below: farAway + 600 });
  expect(next).toEqual({ start: 100, end: 248 });
});

test('however long one scrolls up, the slice stays bounded', () => {
  let slice = sliceAround(100_000, 50_000);
  for (let step = 0; step < 2_000; step++) slice = nextSlice({ slice, count: 100_000, above: 500, below: (slice.end - slice.start) * 50 - 1_300, rowHeight: 50 });
  expect(slice.end - slice.start).toBeLessThan(150);
});

test('after older rows came the same rows are drawn', () => {
  const keys = Array.from({ length: 100 }, (_, index) => `k${index}`);
  const older = Array.from({ length: 60 }, (_, index) => `o${index}`);
  expect(keepSlice({ start: 20, end: 80 }, keys, [...older, ...keys])).toEqual({ start: 80, end: 140 });
  expect(keepSlice({ start: 40, end: 100 }, keys, [...keys, 'new'])).toEqual({ start: 40, end: 101 });
  expect(keepSlice({ start: 0, end: 40 }, [], keys)).toEqual(sliceAround(100, null));
});
