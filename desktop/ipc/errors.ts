/**
 * Every refusal of the app's own services. Codes of the control plane's closed table (contract errorTable) and of the
 * homeserver (M_…) pass through unchanged; screens translate all of them. Never reused or renamed.
 */
export const appErrors = {
  BAD_INPUT: 'The call does not fit its schema.',
  FOREIGN_FRAME: 'The caller is not the app’s own page.',
  UNKNOWN_CALL: 'There is no such call.',
  INTERNAL: 'A bug; the log has it whole under the same id.',
  NOT_SIGNED_IN: 'Nobody is signed in, or the app is locked.',
  ADDRESS_INVALID: 'The text is no address of a box.',
  BOX_UNREACHABLE: 'Nothing answers at the address.',
  BOX_CERTIFICATE: 'The certificate of the box is not trusted.',
  NOT_A_BOX: 'Something answers there, but it is no Holdfast box.',
  CLOCK_SKEW: 'The clock of this computer and that of the box differ by more than five minutes.',
  OFFLINE: 'The box cannot be reached now.',
  SESSION_REVOKED: 'The session was ended by the box; the local store is destroyed.',
  PIN_WRONG: 'Not the PIN.',
  PIN_LOCKED: 'Too many wrong PINs; sign in with the password.',
  STORE_CORRUPT: 'The local store cannot be read and is being rebuilt.',
  LEASE_ENDED: 'The box was not reached for longer than it allows; sign in again.',
  KEYCHAIN_UNAVAILABLE: 'The operating system offers no safe place for the key of the local store.',
  FILE_TOO_LARGE: 'The file is larger than the network or the box accepts.',
  FILE_UNREADABLE: 'The file cannot be read.',
  MEDIA_UNSAFE: 'The content is not what it says it is, or too large to be drawn.',
  NOT_FOUND: 'It is not there (any more).',
  UPLOAD_FAILED: 'The file did not reach the box.',
} as const;
export type AppErrorCode = keyof typeof appErrors;

/** What a caller of the BoxApi catches. */
export class BoxApiError extends Error {
  readonly code: string;
  readonly field: string | undefined;
  constructor(code: string, message: string, field?: string) {
    super(message);
    this.name = 'BoxApiError';
    this.code = code;
    this.field = field;
  }
}
