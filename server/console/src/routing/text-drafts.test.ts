import { expect, test } from 'vitest';
import { draftsOf, strayPlaceholders, textsOf } from './text-drafts.ts';

test('a language that says nothing is left out', () => {
  expect(textsOf({ ...draftsOf({ pl: 'Dzień dobry' }), en: '  ' })).toEqual({ pl: 'Dzień dobry' });
});
test('braces a client would read are found', () => {
  const known = ['client', 'employee', 'firm'];
  expect(strayPlaceholders('Hello {client}, {employee} of {firm}', known)).toEqual([]);
  expect(strayPlaceholders('Hello {name} and { client } {', known)).toEqual(['{name}', '{ client }', '{']);
});
