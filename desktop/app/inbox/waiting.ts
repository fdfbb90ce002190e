const minute = 60_000;
/** From here on a client notices that nobody answers; the company's own clocks are a supervisor's matter, not this list's. */
const dueAfter = 15 * minute;
const lateAfter = 60 * minute;

export type Urgency = 'fresh' | 'due' | 'late';

/** How long somebody has waited, and how pressing that is. Null when nobody waits. */
export function waitingFor(waitingSince: number | null, now: number): { ms: number; urgency: Urgency } | null {
  if (waitingSince === null) return null;
  const ms = Math.max(0, now - waitingSince);
  return { ms, urgency: ms >= lateAfter ? 'late' : ms >= dueAfter ? 'due' : 'fresh' };
}
