import { expect, test } from 'vitest';
import fc from 'fast-check';
import { diffLines, hideSecrets } from './text-diff.ts';

test('a changed line is shown with its neighbours', () => {
  expect(diffLines('a\nb\nc\nd\ne\nf\ng\n', 'a\nb\nc\nX\ne\nf\ng\n')).toEqual([' b', ' c', '-d', '+X', ' e', ' f']);
});

test('equal texts differ in nothing', () => {
  expect(diffLines('a\nb\n', 'a\nb\n')).toEqual([]);
});

test('what goes and what comes are exactly the lines that differ in number', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd')).map((lines) => lines.map((line) => `${line}\n`).join(''));
  fc.assert(fc.property(text, text, (before, after) => {
    const count = (mark: string) => diffLines(before, after).filter((line) => line.startsWith(mark)).length;
    const lines = (whole: string) => whole.split('\n').length - 1;
    expect(lines(before) - count('-')).toBe(lines(after) - count('+'));
  }));
});

test('no secret is shown', () => {
  expect(hideSecrets('+as_token: abcdefgh12345', ['abcdefgh12345', 'x'])).toBe('+as_token: •••');
});
