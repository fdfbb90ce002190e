import type { AccountId, BridgeId, RoutingConditions, RuleMiss } from '@holdfast/contract';

/** What rules may ask about a conversation that begins. */
export type BeginningConversation = {
  readonly accountId: AccountId | null;
  readonly bridgeId: BridgeId | null;
  readonly language: string | null;
  readonly tags: readonly string[];
  readonly known: boolean;
  readonly at: number;
};

/** Why the conditions do not hold, the first that does not; null when all do. Pure. */
export function missOf(conditions: RoutingConditions, about: BeginningConversation, timeZone: string): RuleMiss | null {
  const { accountIds, bridgeIds, languages, tags, client, hours } = conditions;
  if (accountIds && (about.accountId === null || !accountIds.includes(about.accountId))) return 'account';
  if (bridgeIds && (about.bridgeId === null || !bridgeIds.includes(about.bridgeId))) return 'network';
  if (languages && (about.language === null || !languages.includes(about.language))) return 'language';
  if (tags && !tags.some((tag) => about.tags.includes(tag))) return 'tag';
  if (client && (client === 'known') !== about.known) return 'client';
  if (hours && !isWithin(hours, about.at, timeZone)) return 'hours';
  return null;
}

/** Hours that end before they begin go on past midnight, and belong to the day they began on. */
export function isWithin({ days, from, until }: NonNullable<RoutingConditions['hours']>, at: number, timeZone: string): boolean {
  const { day, minute } = localTime(at, timeZone);
  const [begins, ends] = [minutes(from), minutes(until)];
  const on = (weekday: number) => days === undefined || days.includes(weekday);
  if (begins < ends) return on(day) && minute >= begins && minute < ends;
  return (on(day) && minute >= begins) || (on(day === 1 ? 7 : day - 1) && minute < ends);
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

function localTime(at: number, timeZone: string): { day: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return { day: weekdays.indexOf(part('weekday')) + 1, minute: minutes(`${part('hour')}:${part('minute')}`) };
}
