import { packPath, tilePath, tileWidth } from '@holdfast/archive-format';
import type { Source } from '../archive-copy/index.ts';
import { AuditorError } from '../auditor-error.ts';
import { createOpener, recordsIn, type OpenedRecord, type OpenFault, type RawRecord } from './opener.ts';

/** Records of the copy by their places, which ascend; each bundle is read once. Faults are yielded, not thrown. */
export async function* readRecords(copy: Source, indices: Iterable<number>, { size, chainKeyOf }: { size: number; chainKeyOf(kid: string): Uint8Array | undefined }): AsyncGenerator<OpenedRecord | OpenFault> {
  const opener = createOpener(chainKeyOf);
  let held: { bundle: number; records: Map<number, RawRecord> } | undefined;
  for (const index of indices) {
    const bundle = Math.floor(index / tileWidth);
    if (held?.bundle !== bundle) held = { bundle, records: await readBundle(copy, bundle, size) };
    const record = held.records.get(index);
    const opened = record && opener.open(record);
    if (opened) yield opened;
  }
}

async function readBundle(copy: Source, bundle: number, size: number): Promise<Map<number, RawRecord>> {
  const width = Math.min(tileWidth, size - bundle * tileWidth);
  const entries = (await copy.read(tilePath('entries', bundle, width))) ?? (await copy.read(tilePath('entries', bundle)));
  const pack = (await copy.read(packPath(bundle, width))) ?? (await copy.read(packPath(bundle)));
  if (!entries || !pack) throw new AuditorError('ARCHIVE_INCOMPLETE', `the copy lacks ${entries ? packPath(bundle) : tilePath('entries', bundle)}`, 'Run `holdfast-auditor sync`: it copies what is missing.');
  return new Map(recordsIn(bundle * tileWidth, entries, pack, width).map((record) => [record.index, record]));
}
