import { bundlesOf, faultCodes, foldRanges, readHead, unverifiable, verifyRange, type Fault, type FaultCode, type Pin, type RangeResult, type Verified } from '@holdfast/archive-format';
import { openSource, type SourceRef } from '../archive-copy/index.ts';
import { openThreads, threadCount } from '../threads.ts';
import type { VerifyTask } from './verify-worker.ts';

const bundlesPerTask = 64;
/** Starting a thread costs more than verifying these. */
const mostOnThisThread = 32;
const workerFile = new URL('./verify-worker.ts', import.meta.url);

/** Bundles [from, to) of a log, on all cores, in order. */
export async function verifyBundles(source: SourceRef, { from, to, size, withMedia, onBundles, threads: count = threadCount() }: { from: number; to: number; size: number; withMedia: boolean; onBundles?: (more: number) => void; threads?: number }): Promise<RangeResult[]> {
  const tasks = Array.from({ length: Math.ceil((to - from) / bundlesPerTask) }, (_, n): VerifyTask => ({ source, from: from + n * bundlesPerTask, to: Math.min(to, from + (n + 1) * bundlesPerTask), size, withMedia }));
  if (tasks.length === 0) return [];
  if (to - from <= mostOnThisThread) return [await verifyRange(openSource(source), { from, to, size, withMedia, ...(onBundles ? { onBundle: () => onBundles(1) } : {}) })];
  const threads = openThreads<VerifyTask, RangeResult>(workerFile, Math.min(count, tasks.length));
  try {
    return await Promise.all(tasks.map((task) => threads.run(task, (more) => onBundles?.(more as number))));
  } finally {
    await threads.close();
  }
}

export type VerifyAll = { readonly vkey: string; readonly pins?: readonly Pin[]; readonly genesis?: string | null; readonly requireQuorum?: boolean; readonly withMedia?: boolean; readonly threads?: number; readonly onProgress?: (records: number, of: number) => void };

/** A whole archive, wherever it is, without any key that opens it. */
export async function verifyAll(ref: SourceRef, { vkey, withMedia = true, onProgress, threads, ...options }: VerifyAll): Promise<Verified> {
  const source = openSource(ref);
  const { head, fault } = await readHead(source, vkey);
  if (!head) return unverifiable(fault);
  let done = 0;
  const onBundles = (more: number): void => onProgress?.(Math.min(head.size, (done += more) * 256), head.size);
  const ranges = await verifyBundles(ref, { from: 0, to: bundlesOf(head.size), size: head.size, withMedia, onBundles, ...(threads === undefined ? {} : { threads }) });
  return foldRanges(source, { ...options, head, ranges });
}

const missing: ReadonlySet<FaultCode> = new Set(['ENTRIES_MISSING', 'PACK_MISSING', 'TILE_MISSING', 'MEDIA_MISSING', 'KEYSLOT_MISSING', 'ROOT_WRONG']);
const ofCopies: ReadonlySet<FaultCode> = new Set(['ENTRIES_MISSING', 'PACK_MISSING', 'TILE_MISSING']);

/** Whole; altered; or only parts of it missing, which a copy that is not finished looks like, and a removal too. */
export function verdictOf({ faults }: Pick<Verified, 'faults'>): 'whole' | 'altered' | 'incomplete' {
  if (faults.length === 0) return 'whole';
  return faults.every(({ code }) => missing.has(code)) && faults.some(({ code }) => ofCopies.has(code)) ? 'incomplete' : 'altered';
}

export const faultWords = ({ code, index, path }: Fault): string => `${index === null ? 'the whole' : `record ${index}`}${path === null ? '' : ` (${path})`}: ${faultCodes[code]} [${code}]`;
