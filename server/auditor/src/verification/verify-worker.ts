import { verifyRange, type RangeResult } from '@holdfast/archive-format/ranges';
// Not by the front doors: they load ciphers, which a thread that only hashes would wait for.
import { openSource, type SourceRef } from '../archive-copy/source.ts';
import { serveTasks } from '../thread-side.ts';

export type VerifyTask = { readonly source: SourceRef; readonly from: number; readonly to: number; readonly size: number; readonly withMedia: boolean };

serveTasks<VerifyTask, RangeResult>(({ source, ...range }, note) => verifyRange(openSource(source), { ...range, onBundle: (bundle) => note(bundle) }));
