import type { AppErrorCode } from '../ipc/index.ts';

/** A refusal with a code the screen has words for. Codes of the box and of the homeserver pass through unchanged. */
export class AppRefusal extends Error {
  readonly code: string;
  readonly field: string | undefined;
  readonly retryAfterMs: number | undefined;
  constructor(code: AppErrorCode | (string & {}), message: string, options: { field?: string | undefined; retryAfterMs?: number | undefined; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppRefusal';
    this.code = code;
    this.field = options.field;
    this.retryAfterMs = options.retryAfterMs;
  }
}

export const isRefusal = (failure: unknown, ...codes: readonly string[]): failure is AppRefusal => failure instanceof AppRefusal && (codes.length === 0 || codes.includes(failure.code));
