import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundlesOf, decodeEntries, decodeLeaf, fileOf, keyslotPath, LeafType, mediaPath, packPath, tilePath, tileWidth } from '@holdfast/archive-format';
import type { Source } from './source.ts';

export type CopyNew = {
  readonly source: Source;
  /** Folder of the copy. */
  readonly to: string;
  readonly fromBundle: number;
  readonly size: number;
  readonly onBundle: (records: number) => void;
};

const atOnce = 6;

/**
 * Copies what the copy lacks of a log of `size` records: bundles, tiles, keyslots, media. Files are put whole under their
 * names, so that a kill leaves what was copied and a second run takes only the rest. Nothing is judged here: what the source
 * does not have is missing in the copy too, and found by whoever verifies it.
 */
export async function copyNew({ source, to, fromBundle, size, onBundle }: CopyNew): Promise<void> {
  const put = async (path: string): Promise<boolean> => existsSync(join(to, path)) || source.copyTo(path, join(to, path));
  const putBundle = async (pathOf: (width?: number) => string, width: number): Promise<string | undefined> => {
    if (await put(pathOf(width))) return pathOf(width);
    // A bundle that has become full since the head was signed has lost its partial files.
    return width !== tileWidth && (await put(pathOf())) ? pathOf() : undefined;
  };

  async function copyBundle(bundle: number): Promise<void> {
    const width = Math.min(tileWidth, size - bundle * tileWidth);
    const entriesPath = await putBundle((partial) => tilePath('entries', bundle, partial), width);
    const pack = await putBundle((partial) => packPath(bundle, partial), width);
    await putBundle((partial) => tilePath(0, bundle, partial), width);
    if (entriesPath !== undefined) for (const path of besides(readFileSync(join(to, entriesPath)), pack === undefined ? undefined : readFileSync(join(to, pack)), width)) await put(path);
    if (width === tileWidth) for (const path of [tilePath('entries', bundle), packPath(bundle), tilePath(0, bundle)]) rmSync(join(to, `${path}.p`), { recursive: true, force: true });
    onBundle(Math.min(size, (bundle + 1) * tileWidth));
  }

  const last = bundlesOf(size);
  for (let bundle = fromBundle; bundle < last; bundle += atOnce) {
    await Promise.all(Array.from({ length: Math.min(atOnce, last - bundle) }, (_, n) => copyBundle(bundle + n)));
  }
  for (let level = 1, unit = tileWidth; unit <= size; level++, unit *= tileWidth) {
    const count = Math.floor(size / unit);
    const first = Math.floor((fromBundle * tileWidth) / unit / tileWidth);
    for (let index = first; index * tileWidth < count; index++) await putBundle((partial) => tilePath(level, index, partial), Math.min(tileWidth, count - index * tileWidth));
  }
}

/** Keyslots and media files that the leaves of a bundle name. */
function besides(entries: Uint8Array, pack: Uint8Array | undefined, width: number): string[] {
  const paths: string[] = [];
  let at = 0;
  for (const bytes of decodeEntries(entries).slice(0, width)) {
    const leaf = decodeLeaf(bytes);
    if (!leaf) break; // lengths of what follows are not known
    const blob = pack && fileOf(bytes, pack.subarray(at, at + leaf.length));
    at += leaf.length;
    if (leaf.type === LeafType.epochOpen) paths.push(keyslotPath(leaf.kid));
    if (blob) paths.push(mediaPath(blob));
  }
  return paths;
}
