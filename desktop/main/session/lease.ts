import type { SavedSession } from './sealed-session.ts';

/** Where working without the box is forbidden, this much silence is still a hiccup. */
export const graceMs = 2 * 60_000;
/** Clocks are corrected by seconds; a clock that goes back farther is somebody who buys time. */
const mostBackwardsMs = 5 * 60_000;

type Leased = Pick<SavedSession, 'lease' | 'lastContactAt' | 'lastSeenAt'>;

/** When the store closes unless the box answers before, by this computer's clock; null where working without the box is forbidden. Pure. */
export const leaseEndsAt = ({ lease, lastContactAt }: Pick<Leased, 'lease' | 'lastContactAt'>): number | null =>
  lease.offlineHours === 0 ? null : lastContactAt + lease.offlineHours * 3_600_000;

/** Counted from the last contact by this computer's own clock, which may not run backwards meanwhile. Pure. */
export function isLeaseOver(session: Leased, now: number): boolean {
  if (now < session.lastSeenAt - mostBackwardsMs) return true;
  return now >= (leaseEndsAt(session) ?? session.lastContactAt + graceMs);
}
