import { readBundleFiles, verifyBundle, type BundleFiles, type Gathering } from './verify-bundle.ts';
import type { ArchiveReader, RangeResult } from './faults.ts';
import { hashesIn, rootOfTile, tileWidth, type Hash } from './tree.ts';

/** How many bundles a log of `size` records has; the last may be partial. */
export const bundlesOf = (size: number): number => Math.ceil(size / tileWidth);

/** Bundles that are being read while one is verified: what comes over a network is waited for once. */
const readAhead = 4;

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
  const widthOf = (bundle: number): number => Math.min(tileWidth, size - bundle * tileWidth);
  const ahead: Promise<BundleFiles>[] = [];
  for (let bundle = from, asked = from; bundle < to; bundle++) {
    for (; asked < Math.min(to, bundle + readAhead); asked++) {
      const files = readBundleFiles(reader, asked, widthOf(asked));
      files.catch(() => undefined); // told when its turn comes
      ahead.push(files);
    }
    const width = widthOf(bundle);
    const found = await verifyBundle(reader, bundle, width, await (ahead.shift() as Promise<BundleFiles>), gathered);
    if (width === tileWidth) roots.push(found.hashes && rootOfTile(found.hashes));
    else rest = found.hashes ? hashesIn(Uint8Array.from(found.hashes)) : [];
    if (found.onDisk) onDisk.push({ bundle, hashes: width === tileWidth ? [rootOfTile(found.onDisk)] : hashesIn(Uint8Array.from(found.onDisk)) });
    onBundle?.(bundle);
  }
  const { faults, moreFaults, opened, controls, counts, firstMs, lastMs } = gathered;
  const chains = [...gathered.chains].map(([kid, chain]) => ({ kid: Buffer.from(kid, 'latin1').toString('hex'), ...chain }));
  return { from, to, roots, rest, onDisk, faults, moreFaults, opened, chains, controls, counts, firstMs, lastMs };
}
