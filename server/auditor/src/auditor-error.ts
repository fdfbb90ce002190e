/**
 * What a person has to put right before the command can go on. Shown as its words alone, without a stack; anything else
 * that is thrown is a bug. The code decides how the command ends (docs/guide/key-holder.md, "How commands end").
 */
export type AuditorErrorCode =
  | 'USAGE' | 'FILE_MISSING' | 'FILE_UNREADABLE' | 'FILE_EXISTS' | 'DISK'
  | 'PASSPHRASE' | 'BACK_OFF' | 'KEY_FILE' | 'SHEET' | 'NOTE'
  | 'ARCHIVE_MISSING' | 'ARCHIVE_OTHER' | 'ARCHIVE_INCOMPLETE' | 'ARCHIVE_ALTERED' | 'SOURCE'
  | 'INDEX_VERSION' | 'INDEX_KEY' | 'INDEX_BUSY' | 'ACCESS_LOG' | 'NOTHING_FOUND';

export class AuditorError extends Error {
  readonly code: AuditorErrorCode;
  readonly remedy: string;
  constructor(code: AuditorErrorCode, message: string, remedy: string) {
    super(message);
    this.name = 'AuditorError';
    this.code = code;
    this.remedy = remedy;
  }
}
