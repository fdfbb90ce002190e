import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calmName, calmText, foldedPart, isOnlyEmoji, nameParts } from './foreign-text.ts';

test('a name cannot turn its surroundings around, so that a program does not look like a picture', () => {
  expect(calmName('invoice\u202Efdp.exe')).toBe('invoicefdp.exe');
  expect(nameParts('photo\u202Egpj.exe')).toEqual({ stem: 'photogpj', ending: '.exe' });
});

test('a name of four thousand signs is cut, and of nothing but line breaks is empty', () => {
  expect([...calmName('N'.repeat(4_000), 80)]).toHaveLength(81);
  expect(calmName('\n\n \t\u2028')).toBe('');
});

test('no name ever holds a line break, a control or a turning sign', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
    expect(calmName(name)).not.toMatch(/[\u0000-\u001F\u202A-\u202E\u2066-\u2069\u2028\u2029]/u);  
  }));
});

test('towers of marks are cut to six and ordinary marks are left alone', () => {
  expect([...calmText(`Z${'\u0301'.repeat(60)}`)]).toHaveLength(7);
  expect(calmText('Żółć, й, ї, ế')).toBe('Żółć, й, ї, ế');
});

test('a text keeps its own direction signs and line breaks: they are its content', () => {
  expect(calmText('a\n\u202Eb')).toBe('a\n\u202Eb');
});

test('64 KiB are folded, a normal text is not, and no sign is cut in half', () => {
  expect(foldedPart('x'.repeat(65_536))).toHaveLength(3_000);
  expect(foldedPart('x'.repeat(3_000))).toBeNull();
  expect(foldedPart('line\n'.repeat(60))?.split('\n')).toHaveLength(40);
  expect(foldedPart(`${'x'.repeat(2_999)}😀${'x'.repeat(50)}`)).toBe('x'.repeat(2_999));
});

test('one to three emoji alone are drawn large', () => {
  expect(['👍', '👍🏽❤️', '👨‍👩‍👧‍👦', '123', 'ok 👍', '', '👍👍👍👍'].map(isOnlyEmoji)).toEqual([true, true, true, false, false, false, false]);
});
