import { findCatalogueProblems } from '@holdfast/ui';
import { expect, test } from 'vitest';
import { peopleMessages } from './index.ts';

test('every language says everything', () => expect(findCatalogueProblems(peopleMessages)).toEqual([]));
