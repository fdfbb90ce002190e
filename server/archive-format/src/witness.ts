import { equal } from './bytes.ts';
import { parseAddCheckpoint, parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import { openNote, parseVerifierKey, splitNote } from './note.ts';
import { verifyConsistency } from './proofs.ts';
import type { Hash } from './tree.ts';

/** What a witness knows of a log: its keys, and the last head that it cosigned (size 0 and `emptyRoot` before the first). */
export type WatchedLog = { readonly vkeys: readonly string[]; readonly size: number; readonly root: Hash };
export type Judged =
  | { readonly ok: true; readonly head: Checkpoint; /** What is to be cosigned, once `head` is kept in place of a head of `oldSize`. */ readonly text: string; readonly oldSize: number }
  | { readonly ok: false; readonly status: 400 | 403 | 404 | 422; readonly code: 'REQUEST_MALFORMED' | 'OLD_SIZE_ABOVE' | 'SIGNATURE_INVALID' | 'LOG_UNKNOWN' | 'PROOF_INVALID' }
  /** `size` is what the witness has: to be answered as text/x.tlog.size. A fork is a log that lied: worth an alarm. */
  | { readonly ok: false; readonly status: 409; readonly code: 'SIZE_CONFLICT' | 'FORKED'; readonly size: number };

/**
 * The rule of C2SP tlog-witness, add-checkpoint. Whoever asks must keep the new head only if the size is still the one that
 * was judged, and must have it on disk before the cosignature leaves.
 */
export function judgeAddCheckpoint(body: string, logOf: (origin: string) => WatchedLog | undefined): Judged {
  const request = parseAddCheckpoint(body);
  const text = request && splitNote(request.checkpoint)?.text;
  const head = text === undefined ? undefined : parseCheckpoint(text);
  if (!request || text === undefined || !head) return { ok: false, status: 400, code: 'REQUEST_MALFORMED' };
  const log = logOf(head.origin);
  if (!log) return { ok: false, status: 404, code: 'LOG_UNKNOWN' };
  const opened = openNote(request.checkpoint, log.vkeys);
  if (!opened.ok || opened.signatures.length === 0) return { ok: false, status: 403, code: 'SIGNATURE_INVALID' };
  if (request.oldSize > head.size) return { ok: false, status: 400, code: 'OLD_SIZE_ABOVE' };
  if (request.oldSize !== log.size) return { ok: false, status: 409, code: 'SIZE_CONFLICT', size: log.size };
  if (head.size === log.size && !equal(head.root, log.root)) return { ok: false, status: 409, code: 'FORKED', size: log.size };
  if (!verifyConsistency(log.size, head.size, log.root, head.root, request.proof)) return { ok: false, status: 422, code: 'PROOF_INVALID' };
  return { ok: true, head, text, oldSize: request.oldSize };
}

/** `note` with those lines of a witness's answer that one of `vkeys` really gave, each key's once; other lines are left out. */
export function addCosignatures(note: string, answer: string, vkeys: readonly string[]): { readonly note: string; readonly by: readonly string[] } {
  const split = splitNote(note);
  if (!split) return { note, by: [] };
  let lines = split.lines;
  const by: string[] = [];
  for (const line of answer.split('\n')) {
    const vkey = vkeys.find((each) => {
      const opened = openNote(`${split.text}\n${line}\n`, [each]);
      return opened.ok && opened.signatures.some(({ kind }) => kind === 'cosignature');
    });
    if (vkey === undefined || by.includes(vkey)) continue;
    by.push(vkey);
    lines = [...lines.filter((each) => !isLineOf(vkey, each)), line];
  }
  return { note: `${split.text}\n${lines.map((line) => `${line}\n`).join('')}`, by: by.map((vkey) => parseVerifierKey(vkey)?.name ?? '') };
}

function isLineOf(vkey: string, line: string): boolean {
  const key = parseVerifierKey(vkey);
  const [, name, encoded = ''] = line.split(' ');
  return key?.name === name && Buffer.from(encoded, 'base64').subarray(0, 4).toString('hex') === key?.id;
}
