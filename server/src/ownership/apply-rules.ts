import type { GivenRoutingRule, RoutingTest, RuleMiss, TeamId, UserId } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';
import { leastLoaded, mayAnswer } from './choose-owner.ts';
import { findEmployee, findTeamMembers } from './directory-facts.ts';
import { missOf, type BeginningConversation } from './match-rule.ts';
import { hasTeam } from './rule-repository.ts';

export type RuleOutcome = {
  /** Undefined when no rule decided. A null owner is a queue. */
  readonly decided: { readonly index: number; readonly owner: UserId | null; readonly queue: TeamId | null } | undefined;
  readonly trace: RoutingTest['rules'];
};
type Rule = GivenRoutingRule;
type Facts = BeginningConversation & { readonly away: ReadonlySet<UserId> };

/** Asks the rules in order. One that fits but has nobody to give the conversation to does not decide: the next one is asked. */
export function applyRules(db: ReadDb, rules: readonly Rule[], about: Facts, timeZone: string): RuleOutcome {
  let decided: RuleOutcome['decided'];
  const trace = rules.map((rule, index) => {
    const tried = decided ? 'not-reached' : tryRule(db, rule, about, timeZone);
    const miss: RuleMiss | null = typeof tried === 'string' ? tried : null;
    if (typeof tried !== 'string') decided = { index, ...tried };
    return { index, ruleId: rule.ruleId ?? null, name: rule.name, matched: miss === null, miss };
  });
  return { decided, trace };
}

function tryRule(db: ReadDb, { enabled, conditions, action }: Rule, about: Facts, timeZone: string): RuleMiss | { owner: UserId | null; queue: TeamId | null } {
  if (!enabled) return 'disabled';
  const miss = missOf(conditions, about, timeZone);
  if (miss !== null) return miss;
  if (action.kind === 'person') {
    const person = findEmployee(db, action.userId);
    return person && mayAnswer(person) ? { owner: person.userId, queue: null } : 'person-unavailable';
  }
  if (!hasTeam(db, action.teamId)) return 'team-unknown';
  if (action.kind === 'queue') return { owner: null, queue: action.teamId };
  const owner = leastLoaded({ team: findTeamMembers(db, action.teamId), clientLanguage: about.language, away: about.away });
  return owner === null ? 'nobody-free' : { owner, queue: null };
}
