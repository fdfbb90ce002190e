import type { ErrorCode } from '@holdfast/contract';

/** UNREACHABLE: the box did not answer at all; whether it did what was asked is not known. */
export type FailureCode = ErrorCode | 'UNREACHABLE';

/** A refusal of the box, by its code; screens have their own words for it. */
export class ApiFailure extends Error {
  readonly code: FailureCode;
  readonly status: number;
  /** JSON pointer of the field at fault. */
  readonly field: string | null;
  readonly retryAfterSeconds: number | null;
  readonly requestId: string | null;

  constructor(code: FailureCode, { status = 0, message = code, field = null, retryAfterSeconds = null, requestId = null }: Partial<Pick<ApiFailure, 'status' | 'message' | 'field' | 'retryAfterSeconds' | 'requestId'>> = {}) {
    super(message);
    this.name = 'ApiFailure';
    this.code = code;
    this.status = status;
    this.field = field;
    this.retryAfterSeconds = retryAfterSeconds;
    this.requestId = requestId;
  }
}

export const failureOf = (failure: unknown): ApiFailure => (failure instanceof ApiFailure ? failure : new ApiFailure('INTERNAL', { message: failure instanceof Error ? failure.message : 'unknown' }));
