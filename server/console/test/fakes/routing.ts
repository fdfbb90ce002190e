import type { ClientNotice, ClientNoticeSend, GivenRoutingRule, Greeting, OrderedRoutingRule, RoutingRules, RoutingTest, RuleMiss, SavedGreeting, TestRouting, UserId } from '@holdfast/contract';
import { FakeRefusal, type FakeHandlers } from './fake-box.ts';
import type { Scene } from './scene.ts';
import { accountsOf, colleaguesOf, teamsOf } from './who.ts';

const ruleId = (n: number): OrderedRoutingRule['ruleId'] => `rule_${String(n).padStart(16, '0')}` as OrderedRoutingRule['ruleId'];

/** Rules, greetings and the notice to clients, each with its version. Person 10 left and cannot be given anything; nor can person 11, who left a moment ago, which the list of colleagues does not say yet. */
export function routingHandlers(scene: Scene): FakeHandlers {
  const [sales, support, key] = teamsOf();
  const [poland] = accountsOf();
  const people = colleaguesOf(scene);
  let made = 10;
  const first: OrderedRoutingRule[] = [
    { ruleId: ruleId(1), name: 'Key clients', enabled: true, conditions: { tags: ['vip'] }, action: { kind: 'person', userId: people[2]!.userId }, problem: null },
    { ruleId: ruleId(2), name: 'Polish', enabled: true, conditions: { languages: ['pl'], accountIds: [poland!.accountId], hours: { days: [1, 2, 3, 4, 5], from: '09:00', until: '17:00' } }, action: { kind: 'least-loaded', teamId: sales!.teamId }, problem: null },
    { ruleId: ruleId(3), name: 'Nights', enabled: false, conditions: { client: 'new', hours: { from: '20:00', until: '08:00' } }, action: { kind: 'queue', teamId: support!.teamId }, problem: null },
    { ruleId: ruleId(4), name: 'Ukrainian and Russian', enabled: true, conditions: { languages: ['uk', 'ru'] }, action: { kind: 'person', userId: people[10]!.userId }, problem: 'PERSON_UNAVAILABLE' },
  ];
  let rules: RoutingRules = { version: scene === 'empty' ? 0 : 3, rules: scene === 'empty' ? [] : first, timeZone: 'Europe/Warsaw', changedAt: null, changedBy: null };
  const missOf = (rule: GivenRoutingRule, asked: TestRouting): RuleMiss | null => {
    if (!rule.enabled) return 'disabled';
    if (rule.conditions.accountIds && !rule.conditions.accountIds.includes(asked.accountId)) return 'account';
    if (rule.conditions.languages && !rule.conditions.languages.includes(asked.language ?? '')) return 'language';
    if (rule.conditions.tags && !rule.conditions.tags.some((tag) => asked.tags?.includes(tag))) return 'tag';
    return null;
  };
  let greetings: SavedGreeting[] = scene === 'empty' ? [] : [
    { greetingId: 'gret_0000000000000001' as SavedGreeting['greetingId'], name: 'New colleague', texts: { en: 'Hello {client}, from today {employee} answers you.', pl: 'Dzień dobry {client}, od dziś odpowiada Państwu {employee}.' }, createdAt: 0, updatedAt: Date.now() - 86_400_000, version: 1 },
    { greetingId: 'gret_0000000000000002' as SavedGreeting['greetingId'], name: 'Holidays', texts: { ru: 'Здравствуйте, {client}! Пока коллега в отпуске, вам отвечает {employee}.' }, createdAt: 0, updatedAt: Date.now() - 9 * 86_400_000, version: 1 },
  ];
  const filled = (texts: Greeting): Greeting => Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, text.replaceAll('{client}', 'Zofia').replaceAll('{employee}', 'Anna Kowalska').replaceAll('{firm}', 'Baran')]));
  let notice: ClientNotice = {
    version: scene === 'empty' ? 0 : 2, policy: scene === 'empty' ? 'off' : 'first-contact', texts: scene === 'empty' ? {} : { en: 'We keep what is written here, to serve you well.', pl: 'Zapisujemy korespondencję, aby dobrze Państwa obsłużyć.' }, fallback: 'en', groups: false, wording: 1,
    since: scene === 'empty' ? null : Date.now() - 20 * 86_400_000, changedAt: null, changedBy: null, counts: scene === 'empty' ? { sent: 0, waiting: 0 } : { sent: 1240, waiting: 2 },
  };
  const sends: ClientNoticeSend[] = scene === 'empty' ? [] : Array.from({ length: 60 }, (_, n) => ({ clientId: `clnt_${String(n % 14).padStart(16, '0')}` as ClientNoticeSend['clientId'], clientName: `Client ${n + 1}`, roomId: `!n${n}` as ClientNoticeSend['roomId'], wording: 1, language: n % 2 ? 'pl' : 'en', state: n < 2 ? 'waiting' : 'sent', orderedAt: Date.now() - n * 3_600_000, sentAt: n < 2 ? null : Date.now() - n * 3_600_000 }));
  return {
    'GET /routing-rules': () => rules,
    'PUT /routing-rules'({ body }) {
      const { rules: given, version } = body as { rules: GivenRoutingRule[]; version: number };
      if (version !== rules.version) throw new FakeRefusal(409, 'CHANGED_MEANWHILE', '/version');
      const isGone = (asked: UserId): boolean => people.findIndex(({ userId, state }) => userId === asked && (state === 'locked' || userId === people[11]?.userId)) !== -1;
      const wrong = given.findIndex(({ action, ruleId: known }) => known === undefined && action.kind === 'person' && isGone(action.userId));
      if (wrong !== -1) throw new FakeRefusal(422, 'ROUTING_RULE_INVALID', `/rules/${wrong}/action/userId`);
      rules = { ...rules, version: rules.version + 1, rules: given.map((rule) => ({ ...rule, ruleId: rule.ruleId ?? ruleId((made += 1)), problem: null })) };
      return rules;
    },
    'POST /routing-rules/test'({ body }): RoutingTest {
      const asked = body as TestRouting;
      let decided: number | null = null;
      const list = (asked.rules ?? rules.rules).map((rule, index) => {
        const miss = decided === null ? missOf(rule, asked) : ('not-reached' as const);
        if (miss === null) decided = index;
        return { index, ruleId: rule.ruleId ?? null, name: rule.name, matched: miss === null, miss };
      });
      const action = decided === null ? null : (asked.rules ?? rules.rules)[decided]!.action;
      const owner: UserId | null = action === null ? people[0]!.userId : action.kind === 'person' ? action.userId : action.kind === 'queue' ? null : people[3]!.userId;
      return { owner, ownerName: people.find(({ userId }) => userId === owner)?.name ?? null, teamId: owner === null ? key!.teamId : null, decidedBy: decided === null ? 'least-loaded' : 'rule', ruleIndex: decided, rules: list };
    },
    'GET /greetings': () => ({ greetings }),
    'POST /greetings'({ body }) {
      const { name, texts } = body as Pick<SavedGreeting, 'name' | 'texts'>;
      if (greetings.some((one) => one.name === name)) throw new FakeRefusal(409, 'GREETING_EXISTS', '/name');
      const greeting: SavedGreeting = { greetingId: `gret_${String((made += 1)).padStart(16, '0')}` as SavedGreeting['greetingId'], name, texts, createdAt: Date.now(), updatedAt: Date.now(), version: 1 };
      greetings = [...greetings, greeting];
      return greeting;
    },
    'POST /greetings/preview': ({ body }) => ({ texts: filled((body as { texts: Greeting }).texts), language: null }),
    'PATCH /greetings/:id'({ params, body }) {
      const { name, texts, version } = body as SavedGreeting;
      const old = greetings.find(({ greetingId }) => greetingId === params['id']);
      if (!old) throw new FakeRefusal(404, 'NOT_FOUND');
      if (version !== old.version) throw new FakeRefusal(409, 'CHANGED_MEANWHILE', '/version');
      greetings = greetings.map((one) => (one === old ? { ...old, name, texts, version: old.version + 1, updatedAt: Date.now() } : one));
      return greetings.find(({ greetingId }) => greetingId === params['id']);
    },
    'DELETE /greetings/:id'({ params }) {
      greetings = greetings.filter(({ greetingId }) => greetingId !== params['id']);
      return null;
    },
    'GET /client-notice': () => notice,
    'PUT /client-notice'({ body }) {
      const next = body as ClientNotice;
      if (next.version !== notice.version) throw new FakeRefusal(409, 'CHANGED_MEANWHILE', '/version');
      notice = { ...notice, ...next, version: notice.version + 1, since: Date.now() };
      return notice;
    },
    'GET /client-notice/sends'({ query }) {
      const found = sends.filter(({ state }) => !query.get('state') || state === query.get('state'));
      return { sends: found, next: null };
    },
  };
}
