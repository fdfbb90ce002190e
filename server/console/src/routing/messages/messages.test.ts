import { findCatalogueProblems } from '@holdfast/ui';
import { expect, test } from 'vitest';
import { routingMessages } from './index.ts';

test('every language says everything', () => expect(findCatalogueProblems(routingMessages)).toEqual([]));
