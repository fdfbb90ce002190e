import { Type, type Static } from 'typebox';
import { AccountId, BridgeId, ClientId, RoutingRuleId, TeamId, Timestamp, UserId } from './ids.ts';
import { RoutingRule } from './routing.ts';
import { nullable, strict } from './shape.ts';

const Language = Type.String({ pattern: '^[a-z]{2,3}$', description: 'ISO 639' });
const TimeOfDay = Type.String({ pattern: '^(?:[01][0-9]|2[0-3]):[0-5][0-9]$', description: 'HH:MM in the box’s time zone.' });

/** All that are given must hold; within one, any of the values. None at all: every new conversation. */
export const RoutingConditions = Type.Object(
  {
    accountIds: Type.Optional(Type.Array(AccountId, { minItems: 1, maxItems: 200, uniqueItems: true })),
    bridgeIds: Type.Optional(Type.Array(BridgeId, { minItems: 1, maxItems: 20, uniqueItems: true, description: 'Networks, by their bridge.' })),
    languages: Type.Optional(Type.Array(Language, { minItems: 1, maxItems: 50, uniqueItems: true, description: 'The client’s, where it is known.' })),
    tags: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { minItems: 1, maxItems: 50, uniqueItems: true })),
    client: Type.Optional(Type.Enum(['known', 'new'], { description: '`known`: has or had another conversation here, or somebody named or imported them.' })),
    hours: Type.Optional(
      Type.Object(
        {
          days: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true, description: '1 is Monday. Left out: every day.' })),
          from: TimeOfDay,
          until: Type.Unsafe<string>({ ...TimeOfDay, description: 'HH:MM, not included. Earlier than `from`: until then on the next day.' }),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type RoutingConditions = Static<typeof RoutingConditions>;

export const RoutingAction = Type.Union([
  Type.Object({ kind: Type.Literal('person'), userId: UserId }, strict),
  Type.Object({ kind: Type.Literal('least-loaded'), teamId: TeamId }, strict),
  Type.Object({ kind: Type.Literal('queue'), teamId: TeamId }, strict),
]);
export type RoutingAction = Static<typeof RoutingAction>;

const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' });
export const GivenRoutingRule = Type.Object(
  {
    ruleId: Type.Optional(Type.Unsafe<RoutingRuleId>({ ...RoutingRuleId, description: 'Of a rule that is there already; left out for a new one.' })),
    name: Name,
    enabled: Type.Boolean(),
    conditions: RoutingConditions,
    action: RoutingAction,
  },
  strict,
);
export type GivenRoutingRule = Static<typeof GivenRoutingRule>;

export const ruleProblems = ['PERSON_UNAVAILABLE', 'ACCOUNT_UNKNOWN', 'TEAM_UNKNOWN', 'NETWORK_UNKNOWN'] as const;
export const OrderedRoutingRule = Type.Object(
  {
    ruleId: RoutingRuleId,
    name: Name,
    enabled: Type.Boolean(),
    conditions: RoutingConditions,
    action: RoutingAction,
    problem: nullable(Type.Enum(ruleProblems, { description: 'What became of it since it was written.' })),
  },
  strict,
);
export type OrderedRoutingRule = Static<typeof OrderedRoutingRule>;

/** Asked in this order about every new conversation; the first that fits decides. When none does: last owner, account’s owner, least loaded, unassigned. */
export const RoutingRules = Type.Object(
  {
    version: Type.Integer({ minimum: 0, description: 'Grows with every change; 0 when nobody wrote any.' }),
    rules: Type.Array(OrderedRoutingRule),
    timeZone: Type.String({ description: 'In which `hours` are meant, as IANA calls it.' }),
    changedAt: nullable(Timestamp),
    changedBy: nullable(Type.String()),
  },
  strict,
);
export type RoutingRules = Static<typeof RoutingRules>;

export const PutRoutingRules = Type.Object(
  { rules: Type.Array(GivenRoutingRule, { maxItems: 200 }), version: Type.Optional(Type.Integer({ minimum: 0 })) },
  strict,
);
export type PutRoutingRules = Static<typeof PutRoutingRules>;

/** A conversation that might begin. With a client, what is known of them holds; the rest is for clients nobody knows yet. */
export const TestRouting = Type.Object(
  {
    accountId: AccountId,
    clientId: Type.Optional(ClientId),
    language: Type.Optional(Language),
    tags: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { maxItems: 20 })),
    at: Type.Optional(Type.Integer({ minimum: 0, description: 'When; left out: now.' })),
    rules: Type.Optional(Type.Array(GivenRoutingRule, { maxItems: 200, description: 'Rules not saved yet; left out: those in force.' })),
  },
  strict,
);
export type TestRouting = Static<typeof TestRouting>;

export const ruleMisses = ['disabled', 'account', 'network', 'language', 'tag', 'client', 'hours', 'person-unavailable', 'nobody-free', 'team-unknown', 'not-reached'] as const;
export type RuleMiss = (typeof ruleMisses)[number];

export const RoutingTest = Type.Object(
  {
    owner: nullable(UserId),
    ownerName: nullable(Type.String()),
    teamId: nullable(Type.Unsafe<TeamId>({ ...TeamId, description: 'Whose queue it is when nobody gets it.' })),
    decidedBy: RoutingRule,
    ruleIndex: nullable(Type.Integer({ minimum: 0, description: 'Which rule of the list, when one decided.' })),
    rules: Type.Array(
      Type.Object({ index: Type.Integer({ minimum: 0 }), ruleId: nullable(RoutingRuleId), name: Type.String(), matched: Type.Boolean(), miss: nullable(Type.Enum(ruleMisses)) }, strict),
      { description: 'Every rule in order, and why it did not decide.' },
    ),
  },
  strict,
);
export type RoutingTest = Static<typeof RoutingTest>;
