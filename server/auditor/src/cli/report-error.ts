import { AuditorError, type AuditorErrorCode } from '../auditor-error.ts';
import { asDiskError } from '../files.ts';
import { plain } from './show.ts';

/** How a command ends; docs/guide/key-holder.md has the table. */
export const exitCodes = { ok: 0, altered: 1, usage: 2, incomplete: 3, key: 4, source: 5, bug: 70 } as const;

const byCode: Partial<Record<AuditorErrorCode, number>> = {
  ARCHIVE_ALTERED: exitCodes.altered, ARCHIVE_OTHER: exitCodes.altered, ACCESS_LOG: exitCodes.altered,
  ARCHIVE_INCOMPLETE: exitCodes.incomplete, ARCHIVE_MISSING: exitCodes.incomplete,
  PASSPHRASE: exitCodes.key, BACK_OFF: exitCodes.key, KEY_FILE: exitCodes.key, SHEET: exitCodes.key, INDEX_KEY: exitCodes.key,
  SOURCE: exitCodes.source, DISK: exitCodes.source,
};

/** The disk may be full at any act of any command; most name the file, an open one and the index cannot. */
function asFullDisk(thrown: unknown): unknown {
  const { code, path } = (thrown ?? {}) as NodeJS.ErrnoException;
  if (code === 'SQLITE_FULL') return asDiskError('the index of the archive', thrown);
  return code === 'ENOSPC' || code === 'EDQUOT' ? asDiskError(path ?? 'a file that was being written', thrown) : thrown;
}

/** Tells a person what to put right, in words; a bug keeps its stack. Returns the exit code. */
export function reportError(thrown: unknown, program: string): number {
  const error = asFullDisk(thrown);
  if (error instanceof AuditorError) {
    process.stderr.write(`${program}: ${plain(error.message)}\n  ${plain(error.remedy)}\n`);
    return byCode[error.code] ?? exitCodes.usage;
  }
  process.stderr.write(`${program}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return exitCodes.bug;
}
