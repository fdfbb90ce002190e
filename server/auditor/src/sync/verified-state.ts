import type { RangeResult } from '@holdfast/archive-format';
import { readIfThere, writeWhole } from '../files.ts';

/** What earlier syncs verified, as if one range had said it: the full bundles before `to`. Its root is held against the pin each time. */
export type VerifiedState = RangeResult;
type Control = RangeResult['controls'][number];

export const nothingVerified: VerifiedState = { from: 0, to: 0, roots: [], rest: [], onDisk: [], faults: [], moreFaults: 0, opened: [], chains: [], controls: [], counts: {}, firstMs: null, lastMs: null };

type Written = { to: number; roots: string; chains: [kid: string, last: number, firstIndex: number, isClosed: boolean][]; controls: { index: number; type: Control['type']; body: string }[]; counts: Record<number, number>; firstMs: number | null; lastMs: number | null };

/** A file that is missing or damaged only costs time: everything is verified again. */
export function readVerified(path: string): VerifiedState {
  const file = readIfThere(path);
  if (!file) return nothingVerified;
  try {
    const { to, roots, chains, controls, counts, firstMs, lastMs } = JSON.parse(file.toString('utf8')) as Written;
    const bytes = Buffer.from(roots, 'base64');
    if (bytes.length !== to * 32) return nothingVerified;
    return {
      ...nothingVerified, to, counts, firstMs, lastMs,
      roots: Array.from({ length: to }, (_, n) => bytes.subarray(n * 32, n * 32 + 32)),
      chains: chains.map(([kid, last, firstIndex, isClosedHere]) => ({ kid, first: 0, last, firstIndex, isOpenedHere: true, isClosedHere })),
      controls: controls.map(({ index, type, body }) => ({ index, type, body: Buffer.from(body, 'base64') })),
    };
  } catch {
    return nothingVerified;
  }
}

export function writeVerified(path: string, { to, roots, chains, controls, counts, firstMs, lastMs }: VerifiedState): void {
  const written: Written = {
    to, counts: { ...counts }, firstMs, lastMs,
    roots: Buffer.concat(roots.map((root) => root ?? new Uint8Array(32))).toString('base64'),
    chains: chains.map(({ kid, last, firstIndex, isClosedHere }) => [kid, last, firstIndex, isClosedHere]),
    controls: controls.map(({ index, type, body }) => ({ index, type, body: Buffer.from(body).toString('base64') })),
  };
  writeWhole(path, JSON.stringify(written));
}

/** Ranges without a fault, put together. */
export function joinVerified(before: VerifiedState, ranges: readonly RangeResult[]): VerifiedState {
  const chains = new Map(before.chains.map((chain) => [chain.kid, chain]));
  const counts: Record<number, number> = { ...before.counts };
  for (const range of ranges) {
    for (const chain of range.chains) {
      const known = chains.get(chain.kid);
      chains.set(chain.kid, known ? { ...known, last: Math.max(known.last, chain.last), isClosedHere: known.isClosedHere || chain.isClosedHere } : chain);
    }
    for (const [type, count] of Object.entries(range.counts)) counts[Number(type)] = (counts[Number(type)] ?? 0) + count;
  }
  return {
    ...nothingVerified, counts,
    to: ranges.at(-1)?.to ?? before.to,
    roots: [...before.roots, ...ranges.flatMap(({ roots }) => roots)],
    chains: [...chains.values()],
    controls: [...before.controls, ...ranges.flatMap(({ controls }) => controls)],
    firstMs: before.firstMs ?? ranges[0]?.firstMs ?? null,
    lastMs: ranges.at(-1)?.lastMs ?? before.lastMs,
  };
}
