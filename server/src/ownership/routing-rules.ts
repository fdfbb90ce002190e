import type { BridgeId, GivenRoutingRule, OrderedRoutingRule, PutRoutingRules, RoutingRules, Scope, TestRouting, RoutingTest } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, ReadDb } from '../db/index.ts';
import { AppError, newRoutingRuleId, type Clock, type PersonActor } from '../kernel/index.ts';
import { mayAnswer } from './choose-owner.ts';
import { findEmployee } from './directory-facts.ts';
import type { OwnershipNews } from './ownership-news.ts';
import type { BridgesShown } from './ports.ts';
import type { Routing } from './routing.ts';
import { findRules, hasAccount, hasTeam, saveRules, type StoredRule } from './rule-repository.ts';

type Deps = { db: Db; clock: Clock; audit: AuditTrail; news: OwnershipNews; bridges: BridgesShown; routing: Pick<Routing, 'test'>; timeZone: string };
type Fault = { readonly at: string; readonly problem: OrderedRoutingRule['problem']; readonly message: string };

export type RoutingRuleList = ReturnType<typeof createRoutingRules>;
/** The company's own rules about who gets a new conversation: one list, read and written as a whole. */
export function createRoutingRules({ db, clock, audit, news, bridges, routing, timeZone }: Deps) {
  function read(): RoutingRules {
    const { rules, ...set } = findRules(db);
    return { ...set, timeZone, rules: rules.map((rule) => ({ ...rule, problem: faultOf(db, bridges, rule)?.problem ?? null })) };
  }

  /** The first thing that cannot be, named by where it stands. */
  function check(read: ReadDb, rules: readonly GivenRoutingRule[], present: readonly StoredRule[]): void {
    const known = new Set(present.map(({ ruleId }) => ruleId));
    rules.forEach((rule, index) => {
      const refuse = (at: string, message: string): never => {
        throw new AppError('ROUTING_RULE_INVALID', `rule ${index + 1}: ${message}`, { field: `/rules/${index}${at}` });
      };
      if (rule.ruleId !== undefined && !known.delete(rule.ruleId)) refuse('/ruleId', 'is no rule of this list, or stands in it twice');
      const { hours } = rule.conditions;
      if (hours && hours.from === hours.until) refuse('/conditions/hours/until', 'hours that end when they begin are none');
      const fault = faultOf(read, bridges, rule);
      if (fault) refuse(fault.at, fault.message);
    });
  }

  return {
    read,

    /** The whole list at once; what is left out of it is gone. */
    put(actor: PersonActor, { rules, version }: PutRoutingRules): RoutingRules {
      db.write((tx) => {
        const present = findRules(tx);
        if (version !== undefined && version !== present.version) throw new AppError('CHANGED_MEANWHILE', 'somebody changed the rules meanwhile', { field: '/version' });
        check(tx, rules, present.rules);
        const next = rules.map((rule): StoredRule => ({ ...rule, ruleId: rule.ruleId ?? newRoutingRuleId() }));
        saveRules(tx, { version: present.version + 1, rules: next, changedAt: clock.now(), changedBy: actor.personId });
        audit.record(tx, { actor, action: 'routing-rules.changed', target: 'routing-rules', detail: { version: present.version + 1, rules: next.map(({ ruleId }) => ruleId) } });
        news.rulesChanged(tx);
      });
      return read();
    },

    /** Who would get such a conversation, by which rule, and why not by the others. Changes nothing. */
    test(actor: PersonActor, scope: Scope, input: TestRouting): RoutingTest {
      const present = findRules(db).rules;
      if (input.rules) check(db, input.rules, present);
      return routing.test(actor, scope, input, input.rules ?? present);
    },
  };
}

/** What a rule names that is not there, or not fit for it. */
function faultOf(db: ReadDb, bridges: BridgesShown, { conditions, action }: GivenRoutingRule): Fault | undefined {
  const account = (conditions.accountIds ?? []).findIndex((accountId) => !hasAccount(db, accountId));
  if (account >= 0) return { at: `/conditions/accountIds/${account}`, problem: 'ACCOUNT_UNKNOWN', message: 'names no company account' };
  const bridge = (conditions.bridgeIds ?? []).findIndex((bridgeId: BridgeId) => !bridges.find(bridgeId));
  if (bridge >= 0) return { at: `/conditions/bridgeIds/${bridge}`, problem: 'NETWORK_UNKNOWN', message: 'names no network of this box' };
  if (action.kind !== 'person') return hasTeam(db, action.teamId) ? undefined : { at: '/action/teamId', problem: 'TEAM_UNKNOWN', message: 'names no team' };
  const person = findEmployee(db, action.userId);
  return person && mayAnswer(person) ? undefined : { at: '/action/userId', problem: 'PERSON_UNAVAILABLE', message: 'names nobody who answers clients' };
}
