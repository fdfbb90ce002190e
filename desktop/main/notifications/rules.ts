import type { Settings } from '../../ipc/index.ts';

export type Situation = { readonly muted: boolean; readonly mention: boolean; readonly inView: boolean };

/** Whether somebody is disturbed now, and how. A mention by a colleague passes a muted client, never the quiet hours. Pure. */
export function disturbs({ notifications: rules }: Pick<Settings, 'notifications'>, { muted, mention, inView }: Situation, at: Date): boolean {
  if (!rules.enabled || inView || (muted && !mention)) return false;
  if (rules.quietDays.includes(at.getDay())) return false;
  return !isQuiet(rules.quietFrom, rules.quietUntil, at);
}

/** Quiet from a time of day until another, over midnight too; the same time twice is the whole day. Local time. Pure. */
export function isQuiet(from: string | null, until: string | null, at: Date): boolean {
  if (from === null || until === null) return false;
  const minute = at.getHours() * 60 + at.getMinutes();
  const [start, end] = [minuteOf(from), minuteOf(until)];
  return start < end ? minute >= start && minute < end : minute >= start || minute < end;
}

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
