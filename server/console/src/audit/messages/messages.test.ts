import { findCatalogueProblems } from '@holdfast/ui';
import { expect, test } from 'vitest';
import { auditMessages } from './index.ts';

test('every language says everything', () => expect(findCatalogueProblems(auditMessages)).toEqual([]));
