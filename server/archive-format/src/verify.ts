import { textOf } from './bytes.ts';
import { parseCheckpoint } from './checkpoint.ts';
import type { ArchiveReader, Fault } from './faults.ts';
import { openNote, parseVerifierKey } from './note.ts';
import { foldRanges, type FoldOptions, type Head, type Verified } from './verify-fold.ts';
import { bundlesOf, verifyRange } from './verify-range.ts';

/** The signed head of an archive. `vkey` is the log's key as the key holder got it when the archive was begun. */
export async function readHead(reader: ArchiveReader, vkey: string): Promise<{ head: Head; fault: null } | { head: null; fault: Fault }> {
  const fail = (code: Fault['code']): { head: null; fault: Fault } => ({ head: null, fault: { code, index: null, path: 'checkpoint' } });
  const file = await reader.read('checkpoint');
  if (!file) return fail('CHECKPOINT_MISSING');
  const note = textOf(file);
  const checkpoint = note === undefined ? undefined : parseCheckpoint(note);
  if (note === undefined || !checkpoint) return fail('CHECKPOINT_INVALID');
  if (parseVerifierKey(vkey)?.name !== checkpoint.origin) return fail('ORIGIN_WRONG');
  const opened = openNote(note, [vkey]);
  return opened.ok && opened.signatures.length > 0 ? { head: { ...checkpoint, note }, fault: null } : fail('CHECKPOINT_INVALID');
}

export type VerifyOptions = Omit<FoldOptions, 'head' | 'ranges'> & { readonly vkey: string; readonly withMedia?: boolean; readonly onProgress?: (records: number, of: number) => void };

/** An archive without a head that can be trusted: nothing else about it can be said. */
export const unverifiable = (fault: Fault): Verified => ({
  head: null, records: 0, chains: 0, counts: {}, firstMs: null, lastMs: null, erased: [], policy: null, policyNote: null, cosignedBy: [], faults: [fault], moreFaults: 0, goodUpTo: 0,
});

/** A whole archive on this thread. Several threads: `readHead`, `verifyRange` on each, `foldRanges`. */
export async function verifyArchive(reader: ArchiveReader, { vkey, withMedia = true, onProgress, ...options }: VerifyOptions): Promise<Verified> {
  const { head, fault } = await readHead(reader, vkey);
  if (!head) return unverifiable(fault);
  const range = await verifyRange(reader, { from: 0, to: bundlesOf(head.size), size: head.size, withMedia, onBundle: (bundle) => onProgress?.(Math.min(head.size, (bundle + 1) * 256), head.size) });
  return foldRanges(reader, { ...options, head, ranges: [range] });
}
