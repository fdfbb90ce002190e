import { findCatalogueProblems } from '@holdfast/ui';
import { expect, test } from 'vitest';
import { queueMessages } from './index.ts';

test('every language says everything', () => expect(findCatalogueProblems(queueMessages)).toEqual([]));
