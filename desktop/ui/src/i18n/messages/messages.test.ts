import { expect, test } from 'vitest';
import { findCatalogueProblems } from '../catalogue.ts';
import { createUiI18n } from '../create-ui-i18n.ts';
import { uiMessages } from './index.ts';

test('the words of the components are whole in four languages', () => {
  expect(findCatalogueProblems(uiMessages)).toEqual([]);
});

test('a check that finds nothing would find something', () => {
  const broken = { ...uiMessages, pl: { ui: { ...uiMessages.pl.ui, close: '', progress: { ...uiMessages.pl.ui.progress, left: 'zostało | zostało' } } } };
  expect(findCatalogueProblems(broken)).toEqual(['pl: ui.close is empty', 'pl: ui.progress.left has 2 forms, not 4', 'pl: ui.progress.left fills {}, en {count}']);
});

test('numbers take the form that a native speaker expects', () => {
  const said = (locale: 'en' | 'ru' | 'uk' | 'pl', count: number): string => createUiI18n({ locale }).global.t('ui.palette.results', { count }, count);
  expect([1, 2, 5, 21, 22, 112].map((count) => said('ru', count))).toEqual(['1 результат', '2 результата', '5 результатов', '21 результат', '22 результата', '112 результатов']);
  expect([1, 2, 5, 21, 22].map((count) => said('pl', count))).toEqual(['1 wynik', '2 wyniki', '5 wyników', '21 wyników', '22 wyniki']);
  expect([1, 3, 11].map((count) => said('uk', count))).toEqual(['1 результат', '3 результати', '11 результатів']);
  expect([1, 2].map((count) => said('en', count))).toEqual(['1 result', '2 results']);
});
