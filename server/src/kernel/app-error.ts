import { errorTable, type ErrorCode } from '@holdfast/contract';

/** A refusal from the closed table. Anything else that is thrown is a bug and is answered as INTERNAL. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** JSON pointer of the input field at fault, when one is. */
  readonly field: string | undefined;
  /** When asking again makes sense, for refusals that end by themselves. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, options: { field?: string | undefined; retryAfterSeconds?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.field = options.field;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return errorTable[this.code];
  }
}
