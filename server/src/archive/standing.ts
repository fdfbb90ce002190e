import { createTree, leafHash, openNote, parseCheckpoint, type Tree } from '@holdfast/archive-format';
import type { LogState, TailRow } from './archive-repository.ts';
import type { DurableFiles } from './durable-files.ts';

/** The root over the first `size` records; undefined when the record no longer knows. */
function rootAt({ base, edge }: LogState, tail: readonly TailRow[], size: number): Buffer | undefined {
  if (size < base || size > base + tail.length) return undefined;
  const tree: Tree = createTree({ size: base, ...(base === 0 ? {} : { edge }) });
  for (const { leaf } of tail.slice(0, size - base)) tree.append(leafHash(leaf));
  return Buffer.from(tree.root());
}

type Known = { readonly log: LogState; readonly tail: readonly TailRow[]; readonly vkey: string };

/** Whether `note` is a head that this record would sign again: ours, and over the same records. */
export function isOwnHead({ log, tail, vkey }: Known, note: string): boolean {
  const opened = openNote(note, [vkey]);
  const head = parseCheckpoint(note);
  if (!opened.ok || opened.signatures.length === 0 || !head) return false;
  const root = rootAt(log, tail, head.size);
  return root !== undefined && root.equals(Buffer.from(head.root));
}

type Question = Known & { readonly files: Pick<DurableFiles, 'read'> };

/**
 * Null when the archive's folder and the record belong together. Otherwise why nothing may be signed:
 * `FOLDER_MISSING`: heads were signed and none is there; `FOLDER_BEHIND`: an older folder was put in its place;
 * `RECORD_BEHIND`: the folder has records that this record does not know, so the record is an older copy;
 * `DIFFERENT`: both have gone on from a common beginning, or the head is not ours.
 */
export async function judgeStanding({ log, tail, files, vkey }: Question): Promise<string | null> {
  const note = (await files.read('checkpoint'))?.toString('utf8');
  if (note === undefined) return log.headSize === 0 ? null : 'FOLDER_MISSING';
  const opened = openNote(note, [vkey]);
  const head = parseCheckpoint(note);
  if (!opened.ok || opened.signatures.length === 0 || !head) return 'DIFFERENT';
  if (head.size < log.headSize) return 'FOLDER_BEHIND';
  if (head.size > log.base + tail.length) return 'RECORD_BEHIND';
  return isOwnHead({ log, tail, vkey }, note) ? null : 'DIFFERENT';
}
