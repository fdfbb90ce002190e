import type { ClientOwners } from '@holdfast/contract';

export type OwnerPeriod = ClientOwners['periods'][number];
/** One conversation and who answered it, newest first; `shares` are the lengths of the periods on the time of all of them, oldest first. */
export type OwnerLane = {
  readonly roomId: string;
  readonly network: string;
  readonly accountLabel: string | null;
  readonly periods: readonly OwnerPeriod[];
  readonly shares: readonly { readonly owner: string | null; readonly name: string | null; readonly percent: number }[];
};

/** The owners of a client's conversations, a lane each, in the order of the last change. All lanes share one time from the first owner to now. */
export function lanesOf(periods: readonly OwnerPeriod[], now: number): readonly OwnerLane[] {
  const start = Math.min(now, ...periods.map(({ fromAt }) => fromAt));
  const whole = Math.max(1, now - start);
  const rooms = new Map<string, OwnerPeriod[]>();
  for (const period of periods) rooms.set(period.roomId, [...(rooms.get(period.roomId) ?? []), period]);
  return [...rooms.values()].map((own) => {
    const newest = own.toSorted((one, other) => other.fromAt - one.fromAt);
    const oldest = newest.toReversed();
    const shares = oldest.map(({ owner, ownerName, fromAt, untilAt }) => ({ owner, name: ownerName, percent: (((untilAt ?? now) - fromAt) / whole) * 100 }));
    const before = ((oldest[0]!.fromAt - start) / whole) * 100;
    const { roomId, network, accountLabel } = newest[0]!;
    return { roomId, network, accountLabel, periods: newest, shares: before > 0 ? [{ owner: null, name: null, percent: before }, ...shares] : shares };
  });
}
