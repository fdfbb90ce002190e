import { ready, verifyRange, type RangeResult } from '@holdfast/archive-format';
import { openSource, type SourceRef } from '../archive-copy/index.ts';
import { serveTasks } from '../thread-side.ts';

export type VerifyTask = { readonly source: SourceRef; readonly from: number; readonly to: number; readonly size: number; readonly withMedia: boolean };

await ready();
serveTasks<VerifyTask, RangeResult>(({ source, ...range }, note) => verifyRange(openSource(source), { ...range, onBundle: (bundle) => note(bundle) }));
