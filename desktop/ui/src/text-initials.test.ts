import { expect, test } from 'vitest';
import { initialsOf } from './text-initials.ts';

test('a face without a picture has the letters of its name', () => {
  expect(initialsOf('Jan Kowalski')).toBe('JK');
  expect(initialsOf('олена шевченко')).toBe('ОШ');
  expect(initialsOf('Anna-Maria van der Berg')).toBe('AB');
  expect(initialsOf('Acme')).toBe('A');
});
test('what has no letters has none', () => {
  expect(initialsOf('+48 600 100 200')).toBe('');
  expect(initialsOf('🌈')).toBe('');
  expect(initialsOf('')).toBe('');
});
