import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { defaultSettings, Settings } from '../../ipc/index.ts';
import { fakeVault } from '../../test/support/fake-vault.ts';
import { createDeviceSettings } from './device-settings.ts';
import { knownSettings } from './known-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-settings-'));
const vault = fakeVault('desk');
const none = { settings: defaultSettings, lastBox: null, lastName: null };
const dark: Settings = { ...defaultSettings, theme: 'dark', language: 'pl' };
let directory: string;
let n = 0;
beforeEach(() => void (directory = join(folder, `profile${++n}`)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (value: unknown): void => {
  createDeviceSettings(directory, vault).change({});
  writeFileSync(join(directory, 'device.sealed'), vault.seal(Buffer.from(JSON.stringify(value))));
};

test('nothing is written before something is chosen; what is chosen outlives a restart', () => {
  const device = createDeviceSettings(directory, vault);
  expect(device.now()).toEqual(none);
  device.change({ settings: dark });
  device.change({ lastBox: 'https://box.example', lastName: 'anna' });
  expect(createDeviceSettings(directory, vault).now()).toEqual({ settings: dark, lastBox: 'https://box.example', lastName: 'anna' });
});
test('the file is its owner’s alone, and shows neither box nor name', () => {
  createDeviceSettings(directory, vault).change({ lastBox: 'https://box.example', lastName: 'anna' });
  expect(readdirSync(directory)).toEqual(['device.sealed']);
  expect(statSync(join(directory, 'device.sealed')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(directory, 'device.sealed')).toString('latin1')).not.toMatch(/box\.example|anna/);
});
test('without a safe place it holds for now and nothing is written', () => {
  const device = createDeviceSettings(directory, { ...vault, isAvailable: () => false });
  device.change({ settings: dark });
  expect(device.now().settings.theme).toBe('dark');
  expect(() => readdirSync(directory)).toThrow();
});
test.each<[string, () => void]>([
  ['sealed on another computer', () => writeFileSync(join(directory, 'device.sealed'), fakeVault('laptop').seal(Buffer.from('{}')))],
  ['damaged', () => writeFileSync(join(directory, 'device.sealed'), 'x'.repeat(200))],
  ['cut to nothing', () => writeFileSync(join(directory, 'device.sealed'), '')],
  ['of another shape', () => write(['strange'])],
])('a file that is %s is as none, and is written anew', (_what, spoil) => {
  write(none);
  spoil();
  const device = createDeviceSettings(directory, vault);
  expect(device.now()).toEqual(none);
  device.change({ settings: dark });
  expect(createDeviceSettings(directory, vault).now().settings).toEqual(dark);
});
test('settings of an older version keep what still fits; box and name are not lost over them', () => {
  const { textSize: _textSize, notifications: { quietDays: _quietDays, ...notifications }, ...older } = dark;
  write({ settings: { ...older, notifications: { ...notifications, sound: false }, gone: true }, lastBox: 'https://box.example', lastName: 'anna' });
  expect(createDeviceSettings(directory, vault).now()).toEqual({ settings: { ...dark, notifications: { ...dark.notifications, sound: false } }, lastBox: 'https://box.example', lastName: 'anna' });
});

test.each<[string, unknown, Settings]>([
  ['nothing', null, dark],
  ['a text', 'dark', dark],
  ['all that fits', defaultSettings, defaultSettings],
  ['a key without a value', { ...dark, theme: undefined }, dark],
  ['a value that is none', { ...defaultSettings, theme: 'pink', textSize: 7 }, { ...defaultSettings, theme: 'dark' }],
  ['one strange value inside', { ...defaultSettings, panes: { list: 9_999, client: 250, clientOpen: false } }, { ...defaultSettings, panes: { list: 320, client: 250, clientOpen: false } }],
  ['a key that would change the prototype', JSON.parse('{"__proto__":{"theme":"light"},"constructor":1}'), dark],
])('of %s only what fits is taken', (_what, written, expected) => {
  const known = knownSettings(written, dark);
  expect(known).toEqual(expected);
  expect(Value.Check(Settings, known)).toBe(true);
});
