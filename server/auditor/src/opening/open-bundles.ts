import { packPath, tilePath, tileWidth } from '@holdfast/archive-format';
import { openSource, type SourceRef } from '../archive-copy/index.ts';
import { prepareRow, type IndexRow } from '../index-store/index.ts';
import { createOpener, isOpened, kidHex, recordsIn, type OpenFault } from './opener.ts';

export type OpenTask = {
  readonly source: SourceRef;
  /** Bundles [from, to) of a log of `size` records, from record `first` on. */
  readonly from: number;
  readonly to: number;
  readonly size: number;
  readonly first: number;
  readonly keys: readonly (readonly [kid: string, chainKey: Uint8Array])[];
  /** Of these chains alone. */
  readonly only: readonly string[] | null;
};
export type OpenedRows = { readonly rows: readonly IndexRow[]; readonly faults: readonly OpenFault[] };

/** Opens bundles into rows for the index. Keeps keys and where chains stand from one task to the next. */
export function createBundleOpener(): (task: OpenTask) => Promise<OpenedRows> {
  const keys = new Map<string, Uint8Array>();
  const opener = createOpener((kid) => keys.get(kid));
  return async ({ source, from, to, size, first, keys: given, only }) => {
    for (const [kid, key] of given) keys.set(kid, key);
    const reader = openSource(source);
    const wanted = only && new Set(only);
    const rows: IndexRow[] = [];
    const faults: OpenFault[] = [];
    for (let bundle = from; bundle < to; bundle++) {
      const width = Math.min(tileWidth, size - bundle * tileWidth);
      const entries = (await reader.read(tilePath('entries', bundle, width))) ?? (await reader.read(tilePath('entries', bundle)));
      const pack = (await reader.read(packPath(bundle, width))) ?? (await reader.read(packPath(bundle)));
      if (!entries || !pack) throw new Error(`bundle ${bundle} is gone from the copy`);
      for (const record of recordsIn(bundle * tileWidth, entries, pack, width)) {
        if (record.index < first || (wanted && !wanted.has(kidHex(record.leaf)))) continue;
        const opened = opener.open(record);
        if (isOpened(opened)) rows.push(prepareRow(opened.fact, kidHex(record.leaf)));
        else if (opened) faults.push(opened);
      }
    }
    return { rows, faults };
  };
}
