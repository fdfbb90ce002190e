import { findCatalogueProblems } from '@holdfast/ui';
import { expect, test } from 'vitest';
import { healthMessages } from './index.ts';

test('every language says everything', () => expect(findCatalogueProblems(healthMessages)).toEqual([]));
