import { verifyBundle, type Gathering } from './verify-bundle.ts';
import type { ArchiveReader, RangeResult } from './faults.ts';
import { rootOf, tileWidth, type Hash } from './tree.ts';

/** How many bundles a log of `size` records has; the last may be partial. */
export const bundlesOf = (size: number): number => Math.ceil(size / tileWidth);

export type RangeOptions = {
  /** Bundles [from, to) of a log of `size` records. */
  readonly from: number;
  readonly to: number;
  readonly size: number;
  /** Read every media file; otherwise none is looked at. */
  readonly withMedia?: boolean;
  /** How often it likes; a range is as long as its caller wants to wait for progress. */
  readonly onBundle?: (bundle: number) => void;
};

/**
 * Checks every byte of the leaves, tiles, bodies, keyslots and media of a range, in memory that does not grow with it. Ranges
 * may be checked in any order and on any thread; `foldRanges` puts them together.
 */
export async function verifyRange(reader: ArchiveReader, { from, to, size, withMedia = true, onBundle }: RangeOptions): Promise<RangeResult> {
  const gathered: Gathering = { faults: [], moreFaults: 0, opened: [], chains: new Map(), controls: [], counts: {}, firstMs: null, lastMs: null, media: withMedia ? new Map() : null };
  const roots: (Hash | null)[] = [];
  const onDisk: { bundle: number; hashes: readonly Hash[] }[] = [];
  let rest: readonly Hash[] = [];
  for (let bundle = from; bundle < to; bundle++) {
    const width = Math.min(tileWidth, size - bundle * tileWidth);
    const found = await verifyBundle(reader, bundle, width, gathered);
    if (width === tileWidth) roots.push(found.hashes && rootOf(found.hashes));
    else rest = found.hashes ?? [];
    if (found.onDisk) onDisk.push({ bundle, hashes: width === tileWidth ? [rootOf(found.onDisk)] : found.onDisk });
    onBundle?.(bundle);
  }
  const { faults, moreFaults, opened, controls, counts, firstMs, lastMs } = gathered;
  const chains = [...gathered.chains].map(([kid, chain]) => ({ kid: Buffer.from(kid, 'latin1').toString('hex'), ...chain }));
  return { from, to, roots, rest, onDisk, faults, moreFaults, opened, chains, controls, counts, firstMs, lastMs };
}
