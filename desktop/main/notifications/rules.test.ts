import { expect, test } from 'vitest';
import { defaultSettings } from '../../ipc/index.ts';
import { disturbs, isQuiet } from './rules.ts';

const at = (time: string): Date => new Date(`2026-11-25T${time}:00`);
const calm = { muted: false, mention: false, inView: false };
const quiet = { notifications: { ...defaultSettings.notifications, quietFrom: '19:00', quietUntil: '08:00' } };

test.each([['18:59', false], ['19:00', true], ['23:59', true], ['00:00', true], ['07:59', true], ['08:00', false]])('quiet over midnight: %s is %s', (time, expected) => {
  expect(isQuiet('19:00', '08:00', at(time))).toBe(expected);
});
test('quiet within a day', () => {
  expect([isQuiet('12:00', '13:00', at('12:30')), isQuiet('12:00', '13:00', at('13:00'))]).toEqual([true, false]);
});
test('what one looks at does not disturb, a muted client neither, a mention in a muted conversation does', () => {
  expect(disturbs(defaultSettings, calm, at('12:00'))).toBe(true);
  expect(disturbs(defaultSettings, { ...calm, inView: true }, at('12:00'))).toBe(false);
  expect(disturbs(defaultSettings, { ...calm, muted: true }, at('12:00'))).toBe(false);
  expect(disturbs(defaultSettings, { ...calm, muted: true, mention: true }, at('12:00'))).toBe(true);
});
test('quiet hours and days hold for everything', () => {
  expect(disturbs(quiet, { ...calm, mention: true }, at('20:00'))).toBe(false);
  expect(disturbs({ notifications: { ...defaultSettings.notifications, quietDays: [3] } }, calm, at('12:00'))).toBe(false);
});
