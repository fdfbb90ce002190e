import type { GivenRoutingRule, OrderedRoutingRule, RoutingConditions } from '@holdfast/contract';

/** A rule while it is being worked on; `key` holds it fast while it moves about, also before the box knows it. */
export type DraftRule = GivenRoutingRule & { readonly key: string; readonly problem: OrderedRoutingRule['problem'] };

export const draftOf = (rules: readonly OrderedRoutingRule[]): readonly DraftRule[] => rules.map((rule) => ({ ...rule, key: rule.ruleId }));

export const givenOf = (draft: readonly DraftRule[]): GivenRoutingRule[] => draft.map(({ ruleId, name, enabled, conditions, action }) => ({ ...(ruleId === undefined ? {} : { ruleId }), name, enabled, conditions, action }));

export const isSame = (draft: readonly DraftRule[], saved: readonly OrderedRoutingRule[]): boolean => JSON.stringify(givenOf(draft)) === JSON.stringify(givenOf(draftOf(saved)));

/** The list with one rule at another place; whatever is outside of the list is its nearest end. */
export function moved(draft: readonly DraftRule[], key: string, to: number): readonly DraftRule[] {
  const rule = draft.find((one) => one.key === key);
  if (!rule) return draft;
  const rest = draft.filter((one) => one !== rule);
  const at = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, at), rule, ...rest.slice(at)];
}

/** Which rule of the list a refusal means, and what of it: '/rules/3/action/userId'. */
export function faultOf(field: string | null): { readonly index: number; readonly part: 'action' | 'conditions' | 'name' } | null {
  const match = /^\/rules\/(\d+)(?:\/(action|conditions|name))?/.exec(field ?? '');
  return match ? { index: Number(match[1]), part: (match[2] ?? 'name') as 'action' | 'conditions' | 'name' } : null;
}

/** Conditions without what is empty: an empty list would be no condition and is refused. */
export function tidied(conditions: RoutingConditions): RoutingConditions {
  return Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)));
}

/** Days of the week as ranges of those that follow each other: [1,2,3,5] is [[1,3],[5,5]]. */
export function dayRanges(days: readonly number[]): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const day of [...new Set(days)].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last && last[1] === day - 1) last[1] = day;
    else ranges.push([day, day]);
  }
  return ranges;
}
