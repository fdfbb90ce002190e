import { verifyRange, type RangeResult } from '@holdfast/archive-format/ranges';
// Not by the front doors: they load ciphers, which a thread that only hashes would wait for.
import { openSource, type SourceRef } from '../archive-copy/source.ts';
import { serveTasks } from '../thread-side.ts';

export type VerifyTask = { readonly source: SourceRef; readonly from: number; readonly to: number; readonly size: number; readonly withMedia: boolean };

const tellEveryMs = 50;

/** Says now and then how many bundles it is further. */
serveTasks<VerifyTask, RangeResult>(async ({ source, ...range }, note) => {
  let [bundles, toldAt] = [0, performance.now()];
  const tell = (): void => {
    note(bundles);
    [bundles, toldAt] = [0, performance.now()];
  };
  const onBundle = (): void => {
    bundles += 1;
    if (performance.now() - toldAt >= tellEveryMs) tell();
  };
  const result = await verifyRange(openSource(source), { ...range, onBundle });
  tell();
  return result;
});
