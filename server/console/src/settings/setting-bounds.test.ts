import { expect, test } from 'vitest';
import { numberWithin, plainValue } from './setting-bounds.ts';

test('a number outside its bounds, and what is none, is not taken', () => {
  expect([numberWithin('15', 1, 60), numberWithin(' 60 ', 1, 60), numberWithin('0', 0, null)]).toEqual([15, 60, 0]);
  expect(['61', '0', '1.5', '-3', '', '1e3', "1' OR 1"].map((text) => numberWithin(text, 1, 60))).toEqual([null, null, null, null, null, null, null]);
});
test('a value of the file is read on one line', () => {
  expect(plainValue([{ id: 'wa', network: 'whatsapp' }])).toBe('wa · whatsapp');
  expect([plainValue(null), plainValue([]), plainValue(false)]).toEqual(['–', '–', 'false']);
});
