import { findCatalogueProblems } from '@holdfast/ui';
import { expect, test } from 'vitest';
import { accountsMessages } from './index.ts';

test('every language says everything', () => expect(findCatalogueProblems(accountsMessages)).toEqual([]));
