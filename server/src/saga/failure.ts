const firstMs = 1_000;
const longestMs = 60_000;

/** Waiting after the n-th failure in a row (1-based): doubling, at most a minute. Never gives up. */
export function retryDelayMs(attempt: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(attempt - 1, 16));
}

/** A code for the record and for screens; a message may hold what must not be written down. */
export function codeOf(failure: unknown): string {
  if (!(failure instanceof Error)) return 'UNKNOWN';
  const { code, errcode } = failure as { code?: unknown; errcode?: unknown };
  if (typeof errcode === 'string') return errcode;
  return typeof code === 'string' ? code : failure.name;
}

/** The homeserver is away or overwhelmed, as opposed to having refused. */
export function isOutage(failure: unknown): boolean {
  const { code, status } = failure as { code?: unknown; status?: unknown };
  return code === 'HOMESERVER_UNAVAILABLE' || status === 429 || (typeof status === 'number' && status >= 500);
}
