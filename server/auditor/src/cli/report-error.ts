import { AuditorError, type AuditorErrorCode } from '../auditor-error.ts';
import { plain } from './show.ts';

/** How a command ends; docs/guide/key-holder.md has the table. */
export const exitCodes = { ok: 0, altered: 1, usage: 2, incomplete: 3, key: 4, source: 5, bug: 70 } as const;

const byCode: Partial<Record<AuditorErrorCode, number>> = {
  ARCHIVE_ALTERED: exitCodes.altered, ARCHIVE_OTHER: exitCodes.altered, ACCESS_LOG: exitCodes.altered,
  ARCHIVE_INCOMPLETE: exitCodes.incomplete, ARCHIVE_MISSING: exitCodes.incomplete,
  PASSPHRASE: exitCodes.key, BACK_OFF: exitCodes.key, KEY_FILE: exitCodes.key, SHEET: exitCodes.key, INDEX_KEY: exitCodes.key,
  SOURCE: exitCodes.source, DISK: exitCodes.source,
};

/** Tells a person what to put right, in words; a bug keeps its stack. Returns the exit code. */
export function reportError(error: unknown, program: string): number {
  if (error instanceof AuditorError) {
    process.stderr.write(`${program}: ${plain(error.message)}\n  ${plain(error.remedy)}\n`);
    return byCode[error.code] ?? exitCodes.usage;
  }
  process.stderr.write(`${program}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return exitCodes.bug;
}
