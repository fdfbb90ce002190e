import { expect, test } from 'vitest';
import { changedMeanwhile, changesOf, fieldsOf } from './card-fields.ts';

const shown = fieldsOf({ name: 'Zofia', firm: null, language: 'pl', tags: ['vip', 'doors'] });

test('only what was touched is written', () => {
  expect(changesOf(shown, { ...shown })).toEqual({});
  expect(changesOf(shown, { ...shown, tags: ' vip ;doors' })).toEqual({});
  expect(changesOf(shown, { name: ' Zofia Baran ', firm: '', language: '', tags: 'vip' })).toEqual({ name: 'Zofia Baran', language: null, tags: ['vip'] });
});
test('what somebody else changed meanwhile is named field by field', () => {
  expect(changedMeanwhile(shown, { ...shown, firm: 'Baran sp. z o.o.' })).toEqual({ firm: 'Baran sp. z o.o.' });
});
