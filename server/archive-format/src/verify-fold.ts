import { equal } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { ArchiveReader, Fault, FaultCode, RangeFault, RangeResult } from './faults.ts';
import { openNote } from './note.ts';
import { tilePath } from './paths.ts';
import type { Policy } from './policy.ts';
import { subtreeHash } from './proofs.ts';
import { emptyRoot, rootOf, tileWidth, type Hash } from './tree.ts';
import { ruleOver } from './verify-control.ts';

/** A head that somebody kept: whatever the archive says now must still begin with it. */
export type Pin = { readonly size: number; readonly root: Uint8Array };
export type Head = Checkpoint & { readonly note: string };
export type Verified = {
  readonly head: Head | null;
  readonly records: number;
  readonly chains: number;
  readonly counts: Readonly<Record<number, number>>;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly erased: readonly string[];
  /** In force at the end of the log. */
  readonly policy: Policy | null;
  readonly policyNote: string | null;
  readonly cosignedBy: readonly { readonly name: string; readonly time: number }[];
  /** In the order of the log, those of the whole first; at most 1,000 from each range. */
  readonly faults: readonly Fault[];
  readonly moreFaults: number;
  /** Records before this one are as they were written, which the signed head or a pin proves. */
  readonly goodUpTo: number;
};
export type FoldOptions = {
  readonly head: Head;
  /** In order, without a gap, from the first bundle to the last. */
  readonly ranges: readonly RangeResult[];
  readonly pins?: readonly Pin[];
  /** Hash of the first policy (`policyHash`), as the key holder got it. Without it any first policy is believed. */
  readonly genesis?: string | null;
  /** Ask for as many cosignatures as the policy says. */
  readonly requireQuorum?: boolean;
};

const whole = (code: FaultCode, path: string | null): Fault => ({ code, index: null, path });

/** Puts together what ranges said, and holds it against the head, the pins and the policy. */
export async function foldRanges(reader: ArchiveReader, { head, ranges, pins = [], genesis = null, requireQuorum = false }: FoldOptions): Promise<Verified> {
  const leaves = treeOver(reader, ranges, head.size, 'leaves');
  const root = await leaves.root(head.size);
  let proven = root !== undefined && equal(root, head.root) ? leaves : undefined;
  const isTileAtFault = proven !== undefined;
  if (!proven) {
    // The leaves are not those of the head. If the tiles are, then it is known which leaves are wrong, and that the others are right.
    const tiles = treeOver(reader, ranges, head.size, 'tiles');
    const other = await tiles.root(head.size);
    if (other !== undefined && equal(other, head.root)) proven = tiles;
  }
  const found: RangeFault[] = ranges.flatMap(({ faults }) => faults).map((each) => (isTileAtFault && each.code === 'LEAF_ALTERED' ? { ...each, code: 'TILE_ALTERED', path: tilePath(0, Math.floor(each.index / tileWidth)) } : each));
  const faults: Fault[] = [];
  if (!proven) faults.push(whole('ROOT_WRONG', 'checkpoint'));
  else await checkUpperTiles(reader, proven, head.size, faults);
  const pinned = await checkPins(proven ?? leaves, head, pins, proven !== undefined, faults);
  checkChains(ranges, faults);
  const { policy, policyNote, erased } = ruleOver(ranges, { origin: head.origin, genesis }, faults);
  for (const { excusedBy, ...each } of found) if (!(each.code === 'MEDIA_MISSING' && excusedBy !== undefined && erased.has(excusedBy))) faults.push(each);
  const cosignedBy = checkWitnesses(head, policy, requireQuorum, faults);
  const told = withoutConsequences(faults).sort((a, b) => (a.index ?? -1) - (b.index ?? -1));
  const firstFault = told.find(({ index }) => index !== null)?.index ?? head.size;
  return {
    head, records: head.size, policy, policyNote, cosignedBy, faults: told, erased: [...erased], ...summed(ranges),
    goodUpTo: Math.min(proven ? head.size : pinned, firstFault),
  };
}

function summed(ranges: readonly RangeResult[]): Pick<Verified, 'chains' | 'counts' | 'firstMs' | 'lastMs' | 'moreFaults'> {
  const counts: Record<number, number> = {};
  for (const range of ranges) for (const [type, count] of Object.entries(range.counts)) counts[Number(type)] = (counts[Number(type)] ?? 0) + count;
  return {
    counts,
    chains: ranges.reduce((sum, { opened }) => sum + opened.length, 0),
    moreFaults: ranges.reduce((sum, { moreFaults }) => sum + moreFaults, 0),
    firstMs: ranges.find(({ firstMs }) => firstMs !== null)?.firstMs ?? null,
    lastMs: ranges.findLast(({ lastMs }) => lastMs !== null)?.lastMs ?? null,
  };
}

type FoldedTree = { /** Per level from 1 up, the hashes over full tiles below. */ readonly levels: readonly (readonly Hash[])[]; /** Undefined when something that it stands on is gone. */ root(size: number): Promise<Hash | undefined> };

/** The tree over what ranges found, `from` the leaves wherever they are there or from the tiles on disk wherever these differ. */
function treeOver(reader: ArchiveReader, ranges: readonly RangeResult[], size: number, from: 'leaves' | 'tiles'): FoldedTree {
  const roots = ranges.flatMap((range) => range.roots);
  let rest = ranges.findLast((range) => range.rest.length > 0)?.rest ?? [];
  for (const { bundle, hashes } of from === 'tiles' ? ranges.flatMap((range) => range.onDisk) : []) {
    if (bundle < roots.length) roots[bundle] = hashes[0] ?? null;
    else rest = hashes;
  }
  const levels: (readonly Hash[])[] = [];
  const isKnown = roots.every((hash) => hash !== null) && roots.length === Math.floor(size / tileWidth) && rest.length === size % tileWidth;
  for (let hashes: readonly Hash[] = isKnown ? (roots) : []; hashes.length > 0; ) {
    levels.push(hashes);
    hashes = Array.from({ length: Math.floor(hashes.length / tileWidth) }, (_, at) => rootOf(hashes.slice(at * tileWidth, (at + 1) * tileWidth)));
  }
  const read = async (level: number, index: number, width: number): Promise<Uint8Array> => {
    if (level > 0) return Buffer.concat((levels[level - 1] ?? []).slice(index * tileWidth, index * tileWidth + width));
    if (index === roots.length) return Buffer.concat(rest);
    return (await reader.read(tilePath(0, index))) ?? new Uint8Array();
  };
  return { levels, root: async (upTo) => (!isKnown ? undefined : upTo === 0 ? emptyRoot : subtreeHash(0, upTo, size, read)) };
}

/** Tiles above the first level are not needed to verify, but others prove by them. */
async function checkUpperTiles(reader: ArchiveReader, { levels }: FoldedTree, size: number, faults: Fault[]): Promise<void> {
  for (const [below, hashes] of levels.entries()) {
    const level = below + 1;
    for (let index = 0; index * tileWidth < hashes.length; index++) {
      const part = Buffer.concat(hashes.slice(index * tileWidth, (index + 1) * tileWidth));
      const width = part.length / 32;
      const exact = await reader.read(tilePath(level, index, width));
      const tile = exact ?? (width === tileWidth ? undefined : await reader.read(tilePath(level, index)));
      const isRight = tile && equal(exact ? tile : tile.subarray(0, part.length), part);
      if (!isRight) faults.push({ code: tile ? 'TILE_ALTERED' : 'TILE_MISSING', index: Math.min(index * tileWidth ** (level + 1), size - 1), path: tilePath(level, index, width) });
    }
  }
}

/** Up to where pins prove the archive. A pin is held against it only where the archive is that of its own head. */
async function checkPins(tree: FoldedTree, head: Head, pins: readonly Pin[], isProven: boolean, faults: Fault[]): Promise<number> {
  let proven = 0;
  for (const pin of pins) {
    if (pin.size > head.size) {
      faults.push({ code: 'TRUNCATED', index: head.size, path: 'checkpoint' });
      continue;
    }
    const root = await tree.root(pin.size).catch(() => undefined);
    if (root && equal(root, pin.root)) proven = Math.max(proven, pin.size);
    else if (isProven) faults.push(whole('REWRITTEN', 'checkpoint'));
  }
  return proven;
}

/** Each chain is opened once, goes on from range to range without a gap, and ends where it is closed. */
function checkChains(ranges: readonly RangeResult[], faults: Fault[]): void {
  const chains = new Map<string, { last: number; isClosed: boolean }>();
  for (const { kid, first, last, firstIndex, isOpenedHere, isClosedHere } of ranges.flatMap((range) => range.chains)) {
    const before = chains.get(kid);
    const path = tilePath('entries', Math.floor(firstIndex / tileWidth));
    if (!before && !isOpenedHere) faults.push({ code: 'CHAIN_UNOPENED', index: firstIndex, path });
    else if (before && (isOpenedHere || first !== before.last + 1 || before.isClosed)) faults.push({ code: 'CHAIN_BROKEN', index: firstIndex, path });
    chains.set(kid, { last, isClosed: isClosedHere });
  }
}

function checkWitnesses({ note }: Head, policy: Policy | null, requireQuorum: boolean, faults: Fault[]): { name: string; time: number }[] {
  const cosignedBy: { name: string; time: number }[] = [];
  for (const { name, vkey } of policy?.witnesses ?? []) {
    const opened = openNote(note, [vkey]);
    if (!opened.ok) faults.push(whole('COSIGNATURE_INVALID', 'checkpoint'));
    else if (opened.signatures[0]?.time != null) cosignedBy.push({ name, time: opened.signatures[0].time });
  }
  if (requireQuorum && policy && cosignedBy.length < policy.quorum) faults.push(whole('QUORUM_MISSING', 'checkpoint'));
  return cosignedBy;
}

const ofPlaces: ReadonlySet<FaultCode> = new Set(['ENTRIES_MISSING', 'ENTRIES_DAMAGED', 'LEAF_ALTERED']);
const ofFiles: ReadonlySet<FaultCode> = new Set(['TILE_MISSING', 'TILE_ALTERED', 'PACK_MISSING']);
const ofChains: ReadonlySet<FaultCode> = new Set(['CHAIN_BROKEN', 'CHAIN_UNOPENED']);
const ofLaw: ReadonlySet<FaultCode> = new Set(['POLICY_MISSING', 'POLICY_INVALID', 'POLICY_FOREIGN', 'CONTROL_INVALID', 'KEYSLOT_RECIPIENTS']);

/** One altered leaf makes what follows in its bundle look wrong, and its chain: told is what was done, not what came of it. */
function withoutConsequences(faults: readonly Fault[]): Fault[] {
  const placed = faults.filter((each): each is Fault & { index: number } => each.index !== null);
  const first = (those: readonly { index: number }[]): number => those.reduce((least, { index }) => Math.min(least, index), Infinity);
  const causes = new Map<number, number>();
  for (const { code, index } of placed) if (ofPlaces.has(code)) causes.set(Math.floor(index / tileWidth), Math.min(index, causes.get(Math.floor(index / tileWidth)) ?? Infinity));
  const hole = first(placed.filter(({ code }) => ofPlaces.has(code) || code === 'LEAF_UNREADABLE'));
  const lawless = new Set(placed.filter(({ code }) => ofLaw.has(code)).map(({ index }) => index));
  // A policy that cannot be read leaves everything after it without one.
  const lawEndsAt = Math.min(hole, first(placed.filter(({ code, index }) => code === 'PACK_MISSING' || code === 'PACK_DAMAGED' || (code === 'BODY_ALTERED' && lawless.has(index)))));
  return faults.filter(({ code, index }) => {
    if (index === null || ofPlaces.has(code) || ofFiles.has(code)) return true;
    if (index >= (causes.get(Math.floor(index / tileWidth)) ?? Infinity)) return false;
    return !(ofChains.has(code) && index >= hole) && !(ofLaw.has(code) && index >= lawEndsAt);
  });
}
