import type { Account, AccountId, Colleague, Team, TeamId, UserId } from '@holdfast/contract';
import type { FakeHandlers } from './fake-box.ts';
import type { Scene } from './scene.ts';

const given = ['Anna', 'Piotr', 'Oksana', 'Dmytro', 'Ewa', 'Tomasz', 'Irina', 'Marek', 'Sofia', 'Jan', 'Halyna', 'Olek'];
const family = ['Kowalska', 'Nowak', 'Shevchenko', 'Bondarenko', 'Wiśniewska', 'Zieliński', 'Petrova', 'Lis', 'Melnyk', 'Dąbrowski', 'Tkachuk', 'Król'];
const code = (prefix: string, n: number): string => `${prefix}_${String(n).padStart(16, '0')}`;

export const teamsOf = (): Team[] => ['Warsaw sales', 'Kyiv support', 'Key clients'].map((name, n) => ({ teamId: (n === 0 ? 'team_sales' : code('team', n)) as TeamId, slug: name.toLowerCase().replaceAll(' ', '-'), name, leads: [], members: 4, createdAt: 0, version: 1 }));
export const colleaguesOf = (scene: Scene): Colleague[] =>
  Array.from({ length: scene === 'crowded' ? 1000 : 12 }, (_, n) => ({
    userId: `@person${n}:box.test` as UserId,
    name: scene === 'crowded' && n === 7 ? 'فاطمة الزهراء بنت عبد الرحمن' : `${given[n % 12]} ${family[(n * 5 + Math.floor(n / 12)) % 12]}${n >= 144 ? ` ${n}` : ''}`,
    teamId: teamsOf()[n % 3]!.teamId,
    state: n % 11 === 10 ? ('locked' as const) : ('active' as const),
  }));
export const accountsOf = (): Account[] =>
  ([['Sales Poland', 'whatsapp'], ['Support', 'telegram'], ['Trial line', 'loopback'], ['Key clients', 'signal']] as const).map(([label, network], n) => ({
    accountId: code('acct', n) as AccountId, bridgeId: network as Account['bridgeId'], network, slug: network, label, teamId: teamsOf()[n % 3]!.teamId, ownerUserId: null, number: `+4860010020${n}`, serviceUserId: `@acct_${network}_${n}:box.test` as UserId,
    loginId: null, state: 'connected', stateReason: null, stateSince: 0, paused: false, staleMinutes: 30, numberHistory: 'new', linkable: true, unofficialClient: network === 'whatsapp', riskAccepted: null, lastPhoneContactAt: 'unknown', unlinksAt: 'unknown', version: 1,
  })) as unknown as Account[];

/** Names that every page asks for: colleagues, company numbers, teams. */
export const whoHandlers = (scene: Scene): FakeHandlers => ({
  'GET /colleagues': () => ({ colleagues: colleaguesOf(scene) }),
  'GET /accounts': () => ({ accounts: accountsOf() }),
  'GET /teams': () => ({ teams: teamsOf() }),
});
