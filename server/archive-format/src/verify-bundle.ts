import { hex } from './bytes.ts';
import type { ArchiveReader, ChainStretch, Control, FaultCode, OpenedSlot, RangeFault } from './faults.ts';
import { slotShape } from './slot-shape.ts';
import { flagCommitted, flagFile, isLeafType, leafSize, LeafType, noKid, sealedTypes, signedTypes } from './leaf.ts';
import { keyslotPath, mediaPath, packPath, tilePath } from './paths.ts';
import { sha256, sha256Latin1, tileWidth } from './tree.ts';

/** What is gathered over the bundles of a range. Chains are named by their 16 bytes as latin1, which is the quickest key. */
export type Gathering = {
  faults: RangeFault[];
  moreFaults: number;
  opened: OpenedSlot[];
  chains: Map<string, { -readonly [Key in keyof Omit<ChainStretch, 'kid'>]: ChainStretch[Key] }>;
  controls: Control[];
  counts: Record<number, number>;
  firstMs: number | null;
  lastMs: number | null;
  /** Media files seen, so that one that many records name is read once. */
  media: Map<string, FaultCode | null> | null;
};
const mostFaults = 1000;
const emptyHash = Buffer.from(sha256(new Uint8Array()));
const hashSize = 32;
const noKidBytes = Buffer.from(noKid);

/** `kid`: only where its erasure would excuse the fault. */
function fault(gathered: Gathering, code: FaultCode, index: number, path: string, excusedBy?: string): void {
  if (gathered.faults.length >= mostFaults) gathered.moreFaults++;
  else gathered.faults.push({ code, index, path, ...(excusedBy === undefined ? {} : { excusedBy }) });
}

type BundleFile = { readonly path: string; readonly bytes: Buffer; readonly isExact: boolean };
export type BundleFiles = { readonly entries: BundleFile | undefined; readonly tile: BundleFile | undefined; readonly pack: BundleFile | undefined };

/** The partial file of exactly this width, or the full one that has taken its place. */
async function readBundle(reader: ArchiveReader, pathOf: (width?: number) => string, width: number): Promise<BundleFile | undefined> {
  const exact = pathOf(width);
  const found = await reader.read(exact);
  const bytes = found ?? (width === tileWidth ? undefined : await reader.read(pathOf()));
  return bytes && { path: found ? exact : pathOf(), bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), isExact: found !== undefined };
}

export async function readBundleFiles(reader: ArchiveReader, bundle: number, width: number): Promise<BundleFiles> {
  const [entries, tile, pack] = await Promise.all([
    readBundle(reader, (partial) => tilePath('entries', bundle, partial), width),
    readBundle(reader, (partial) => tilePath(0, bundle, partial), width),
    readBundle(reader, (partial) => packPath(bundle, partial), width),
  ]);
  return { entries, tile, pack };
}

/** Hashes of leaves, one after another as in a tile. */
export type BundleHashes = { readonly hashes: Buffer | null; /** Of the tile on disk, where it says something else. */ readonly onDisk: Buffer | null };

/** Checks one bundle of `width` records: every byte of its leaves, of its tile and of its bodies. */
export async function verifyBundle(reader: ArchiveReader, bundle: number, width: number, { entries, tile, pack }: BundleFiles, gathered: Gathering): Promise<BundleHashes> {
  const first = bundle * tileWidth;
  const onDisk = tile && tile.bytes.length >= width * hashSize ? tile.bytes.subarray(0, width * hashSize) : null;
  if (!tile) fault(gathered, 'TILE_MISSING', first, tilePath(0, bundle, width));
  if (!entries) fault(gathered, 'ENTRIES_MISSING', first, tilePath('entries', bundle, width));
  if (!pack) fault(gathered, 'PACK_MISSING', first, packPath(bundle, width));
  if (!entries) return { hashes: onDisk, onDisk: null };
  const hashes = leafHashes(entries.bytes, width);
  const count = hashes.length / hashSize;
  const isWhole = count === width && (!entries.isExact || entries.bytes.length === width * (2 + leafSize));
  if (!isWhole) fault(gathered, 'ENTRIES_DAMAGED', first + Math.min(count, width - 1), entries.path);
  const differs = tile === undefined ? -1 : firstDifference(hashes, tile.bytes);
  if (differs >= 0) fault(gathered, 'LEAF_ALTERED', first + differs, entries.path); // or the tile was: the root tells, where ranges are folded
  else if (tile?.isExact && tile.bytes.length > width * hashSize) fault(gathered, 'TILE_ALTERED', first + width - 1, tile.path);
  const used = await verifyRecords(reader, entries.bytes, pack, first, count, gathered);
  if (pack && used !== null && count === width && pack.isExact && used < pack.bytes.length) fault(gathered, 'PACK_DAMAGED', first + width - 1, pack.path);
  return count < width ? { hashes: onDisk, onDisk: null } : { hashes, onDisk: differs >= 0 ? onDisk : null };
}

/** Behind the zero that RFC 6962 puts before a leaf. */
const hashed = Buffer.alloc(1 + leafSize);

/** Hashes of the leaves that are whole. */
function leafHashes(entries: Buffer, width: number): Buffer {
  const hashes: string[] = [];
  for (let at = 0; hashes.length < width && at + 2 + leafSize <= entries.length; at += 2 + leafSize) {
    if (entries.readUInt16BE(at) !== leafSize) break;
    entries.copy(hashed, 1, at + 2, at + 2 + leafSize); // a view for each of a million leaves costs as much as half its hash
    hashes.push(sha256Latin1(hashed));
  }
  return Buffer.from(hashes.join(''), 'latin1');
}

function firstDifference(hashes: Buffer, tile: Buffer): number {
  if (tile.length >= hashes.length && tile.compare(hashes, 0, hashes.length, 0, hashes.length) === 0) return -1;
  for (let at = 0; at < hashes.length; at += hashSize) if (at + hashSize > tile.length || tile.compare(hashes, at, at + hashSize, at, at + hashSize) !== 0) return at / hashSize;
  return -1;
}

/** How many bytes of the pack the records use; null when that cannot be told. */
async function verifyRecords(reader: ArchiveReader, entries: Buffer, pack: { path: string; bytes: Buffer } | undefined, first: number, count: number, gathered: Gathering): Promise<number | null> {
  let at = 0;
  const text = entries.toString('latin1'); // once for all of them: each call of Buffer's costs as much as it brings
  for (let n = 0; n < count; n++) {
    const from = n * (2 + leafSize) + 2;
    const length = entries.readUInt32BE(from + 32);
    if (entries[from] !== 1 || !isLeafType(entries[from + 1] ?? 0)) {
      fault(gathered, 'LEAF_UNREADABLE', first + n, tilePath('entries', Math.floor(first / tileWidth)));
      return null; // where the next body begins is not known
    }
    if (pack && at + length > pack.bytes.length) {
      fault(gathered, 'PACK_DAMAGED', first + n, pack.path);
      return null;
    }
    const reading = verifyRecord(reader, entries, text, from, pack?.bytes.subarray(at, at + length), first + n, pack?.path ?? '', gathered);
    if (reading) await reading;
    at += length;
  }
  return at;
}

const leafAt = (entries: Buffer, from: number): Buffer => entries.subarray(from, from + leafSize);

/** The record whose leaf begins at `from`; `text` is `entries`, a byte a character. Not async where nothing is read: a promise for each of a million records costs more than its hash. */
function verifyRecord(reader: ArchiveReader, entries: Buffer, text: string, from: number, body: Buffer | undefined, index: number, path: string, gathered: Gathering): Promise<void> | void {
  const type = entries[from + 1] as LeafType;
  const flags = entries.readUInt16BE(from + 2);
  gathered.counts[type] = (gathered.counts[type] ?? 0) + 1;
  gathered.lastMs = entries.readUInt32BE(from + 4) * 2 ** 32 + entries.readUInt32BE(from + 8);
  gathered.firstMs ??= gathered.lastMs;
  const invalid = (): void => fault(gathered, 'LEAF_INVALID', index, tilePath('entries', Math.floor(index / tileWidth)));
  if (type === LeafType.epochOpen) return entries.readUInt32BE(from + 28) === 0 && entries.readUInt32BE(from + 32) === 0 && flags === 0 ? openChain(reader, leafAt(entries, from), index, gathered) : invalid();
  if (type !== LeafType.epochClose && body && text.slice(from + 36, from + 68) !== sha256Latin1(body)) fault(gathered, 'BODY_ALTERED', index, path);
  if (type === LeafType.epochClose) return entries.readUInt32BE(from + 32) === 0 && flags === 0 && entries.compare(emptyHash, 0, 32, from + 36, from + 68) === 0 ? closeChain(gathered, leafAt(entries, from), index) : invalid();
  if (!sealedTypes.has(type)) {
    if (entries.compare(noKidBytes, 0, 16, from + 12, from + 28) !== 0 || entries.readUInt32BE(from + 28) !== 0 || flags !== 0) return invalid();
    if (body && signedTypes.has(type)) gathered.controls.push({ index, type, body: Uint8Array.from(body) });
    return;
  }
  const ownFlags = flags & 0xff;
  if ((ownFlags & ~flagFile) !== flagCommitted || flags >> 8 > 1 || ((ownFlags & flagFile) !== 0 && type !== LeafType.media)) return invalid();
  follow(gathered, text.slice(from + 12, from + 28), entries.readUInt32BE(from + 28), index);
  if ((ownFlags & flagFile) !== 0 && body && gathered.media) return verifyMedia(reader, leafAt(entries, from), body, index, gathered, gathered.media);
}

/** The next record of a chain has the next number. */
function follow(gathered: Gathering, name: string, n: number, index: number): void {
  const chain = gathered.chains.get(name);
  if (!chain) {
    const own = Buffer.from(name, 'latin1').toString('latin1'); // a part of a text would keep the whole of it
    gathered.chains.set(own, { first: n, last: n, firstIndex: index, isOpenedHere: false, isClosedHere: false });
    return;
  }
  if (n !== chain.last + 1 || chain.isClosedHere) fault(gathered, 'CHAIN_BROKEN', index, tilePath('entries', Math.floor(index / tileWidth)));
  chain.last = n;
}

/** A closing leaf bears the number that the next record would have had: a chain that lost its end is seen. */
function closeChain(gathered: Gathering, leaf: Buffer, index: number): void {
  const name = leaf.toString('latin1', 12, 28);
  const n = leaf.readUInt32BE(28);
  const chain = gathered.chains.get(name);
  if (!chain) {
    gathered.chains.set(name, { first: n, last: n - 1, firstIndex: index, isOpenedHere: false, isClosedHere: true });
    return;
  }
  if (n !== chain.last + 1 || chain.isClosedHere) fault(gathered, 'CHAIN_BROKEN', index, tilePath('entries', Math.floor(index / tileWidth)));
  chain.isClosedHere = true;
}

async function openChain(reader: ArchiveReader, leaf: Buffer, index: number, gathered: Gathering): Promise<void> {
  const kid = leaf.subarray(12, 28);
  const slot = await reader.read(keyslotPath(kid));
  gathered.opened.push({ kid: hex(kid), index, logged: hex(leaf.subarray(36, 68)), found: slot ? hex(sha256(slot)) : null, shape: (slot && slotShape(slot)) ?? null });
  const name = leaf.toString('latin1', 12, 28);
  if (gathered.chains.has(name)) fault(gathered, 'CHAIN_BROKEN', index, keyslotPath(kid));
  else gathered.chains.set(name, { first: 0, last: -1, firstIndex: index, isOpenedHere: true, isClosedHere: false });
}

async function verifyMedia(reader: ArchiveReader, leaf: Buffer, body: Buffer, index: number, gathered: Gathering, seen: NonNullable<Gathering['media']>): Promise<void> {
  if (body.length < 32) return;
  const name = body.subarray(0, 32);
  const path = mediaPath(name);
  let wrong = seen.get(path);
  if (wrong === undefined) {
    const file = reader.digest ? undefined : await reader.read(path);
    const digest = reader.digest ? await reader.digest(path) : file && sha256(file);
    wrong = digest === undefined ? 'MEDIA_MISSING' : Buffer.compare(digest, name) === 0 ? null : 'MEDIA_ALTERED';
    seen.set(path, wrong);
  }
  if (wrong) fault(gathered, wrong, index, path, hex(leaf.subarray(12, 28)));
}
