import { findCatalogueProblems } from '@holdfast/ui';
import { expect, test } from 'vitest';
import { recordsMessages } from './index.ts';

test('every language says everything', () => expect(findCatalogueProblems(recordsMessages)).toEqual([]));
