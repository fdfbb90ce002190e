import type { OrderedRoutingRule, RoutingRuleId, TeamId } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { dayRanges, draftOf, faultOf, givenOf, isSame, moved, tidied } from './rule-draft.ts';

const rule = (n: number): OrderedRoutingRule => ({ ruleId: `rule_${n}` as RoutingRuleId, name: `Rule ${n}`, enabled: true, conditions: {}, action: { kind: 'queue', teamId: 'team_1' as TeamId }, problem: null });
const saved = [rule(1), rule(2), rule(3)];
const names = (rules: ReturnType<typeof draftOf>) => rules.map(({ name }) => name);

test('a rule moves to a place, and to the nearest end beyond', () => {
  const draft = draftOf(saved);
  expect(names(moved(draft, 'rule_1', 1))).toEqual(['Rule 2', 'Rule 1', 'Rule 3']);
  expect(names(moved(draft, 'rule_1', 99))).toEqual(['Rule 2', 'Rule 3', 'Rule 1']);
  expect(names(moved(draft, 'rule_3', -5))).toEqual(['Rule 3', 'Rule 1', 'Rule 2']);
  expect(moved(draft, 'rule_9', 0)).toBe(draft);
});
test('what was not touched is not to be saved, also when it moved away and back', () => {
  const draft = draftOf(saved);
  expect(isSame(draft, saved)).toBe(true);
  expect(isSame(moved(draft, 'rule_1', 2), saved)).toBe(false);
  expect(isSame(moved(moved(draft, 'rule_1', 2), 'rule_1', 0), saved)).toBe(true);
  expect(givenOf(draft)[0]).not.toHaveProperty('problem');
});
test('a refusal names its rule', () => {
  expect(faultOf('/rules/3/action/userId')).toEqual({ index: 3, part: 'action' });
  expect(faultOf('/rules/0')).toEqual({ index: 0, part: 'name' });
  expect(faultOf('/version')).toBeNull();
  expect(faultOf(null)).toBeNull();
});
test('empty conditions are none, and days that follow each other are one range', () => {
  expect(tidied({ languages: [], client: 'new', tags: ['vip'] })).toEqual({ client: 'new', tags: ['vip'] });
  expect(dayRanges([5, 1, 2, 3, 2, 7])).toEqual([[1, 3], [5, 5], [7, 7]]);
});
