import { expect, test } from 'vitest';
import { emptyTable, fileProblem, firstSide, importable, isImportKind } from './import-words.ts';

const counts = { new: 3, changed: 2, unchanged: 5, broken: 1 };

test('a file that cannot be read is not sent at all', () => {
  expect(fileProblem({ name: 'clients.csv', size: 0 })).toBe('empty');
  expect(fileProblem({ name: 'clients.csv', size: 11 * 1024 * 1024 })).toBe('tooLarge');
  expect(fileProblem({ name: 'Clients.XLSX', size: 10 })).toBe('notCsv');
  expect(fileProblem({ name: 'clients.txt', size: 10 })).toBeNull();
});
test('what is broken is seen first, and only what does something is counted', () => {
  expect(firstSide({ counts })).toBe('broken');
  expect(firstSide({ counts: { ...counts, broken: 0 } })).toBe('new');
  expect(importable({ counts })).toBe(5);
  expect(isImportKind('broken')).toBe(true);
  expect(isImportKind('toString')).toBe(false);
});
test('a table to begin from opens in a spreadsheet with its letters', () => {
  const heads = { number: 'Номер', network: 'Сеть', name: 'Имя', firm: 'Фирма', language: 'Язык', tags: 'Метки', owner: 'Отвечает', account: 'Номер компании' };
  expect(emptyTable(heads)).toBe('﻿Номер;Сеть;Имя;Фирма;Язык;Метки;Отвечает;Номер компании\r\n');
});
