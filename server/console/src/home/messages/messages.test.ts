import { alertKinds } from '@holdfast/contract';
import { findCatalogueProblems } from '@holdfast/ui';
import { expect, test } from 'vitest';
import { homeMessages } from './index.ts';

test('every word exists in every language, with its plurals', () => expect(findCatalogueProblems(homeMessages)).toEqual([]));

test('every kind of alert has its words', () => {
  const named = Object.keys(homeMessages.en.home.alerts.kinds);
  expect(Object.keys(alertKinds).map((kind) => kind.replaceAll('.', '-')).sort()).toEqual(named.sort());
});
