import { findCatalogueProblems } from '@holdfast/ui';
import { expect, test } from 'vitest';
import { shellMessages } from './index.ts';

test('every word exists in every language, with its plurals', () => expect(findCatalogueProblems(shellMessages)).toEqual([]));
