import type { AppLog } from '../../main/app-log.ts';

/** Keeps what was logged, for a test to read. */
export function createQuietLog(): AppLog & { readonly lines: { event: string; fields: Readonly<Record<string, unknown>> }[] } {
  const lines: { event: string; fields: Readonly<Record<string, unknown>> }[] = [];
  const keep = (fields: Readonly<Record<string, unknown>>, event: string): void => void lines.push({ event, fields });
  return { lines, info: keep, error: keep };
}

/** The computer's clock, which goes on by itself and can be turned. */
export function createTurnedClock() {
  let turnedMs = 0;
  return { now: () => Date.now() + turnedMs, turn: (ms: number): void => void (turnedMs += ms) };
}
