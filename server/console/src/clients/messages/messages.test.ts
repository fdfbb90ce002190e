import { findCatalogueProblems } from '@holdfast/ui';
import { expect, test } from 'vitest';
import { clientsMessages } from './index.ts';

test('every language says everything', () => expect(findCatalogueProblems(clientsMessages)).toEqual([]));
