import { findCatalogueProblems } from '@holdfast/ui';
import { expect, test } from 'vitest';
import { handoversMessages } from './index.ts';

test('every word exists in every language, with its plurals', () => expect(findCatalogueProblems(handoversMessages)).toEqual([]));
