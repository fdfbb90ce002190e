const firstMs = 500;
const longestMs = 5 * 60_000;

/** How long to wait after the n-th failure (1-based): doubling, capped at five minutes, ±20 % so that many do not return at once. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const doubled = Math.min(longestMs, firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.min(longestMs, Math.round(doubled * (0.8 + 0.4 * random())));
}
