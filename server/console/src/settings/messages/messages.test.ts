import { findCatalogueProblems } from '@holdfast/ui';
import { expect, test } from 'vitest';
import { settingsMessages } from './index.ts';

test('every language says everything', () => expect(findCatalogueProblems(settingsMessages)).toEqual([]));
