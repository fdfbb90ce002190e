import type { AccountId, ClientId, PersonId, Role, SessionId, TeamId, UserId } from '@holdfast/contract';
import type { Db, WriteTx } from '../../src/db/index.ts';
import type { PersonActor } from '../../src/kernel/index.ts';

const surnames = ['Kowalski', 'Nowak', 'Wiśniewska', 'Żółkowski', 'Іваненко', 'Шевченко', 'Коваль', 'Їжак', 'Иванов', 'Смирнова', 'Ёлкина', 'Петров', 'Smith', 'Jones', 'Müller', 'Novák'];
const names = ['Jan', 'Anna', 'Olga', 'Piotr', 'Ольга', 'Пётр', 'Марія', 'Тарас', 'John', 'Mary', 'Zoë', 'Łukasz', 'Święta', 'Андрей', 'Надія', 'Eva'];
const firms = ['Źródło', 'Зерно', 'Заря', 'Acme', 'Budimex', 'Лісоруб', 'Orlen', 'Хліб', 'Transport', 'Serwis', 'Логистика', 'Export'];
const tags = ['vip', 'export', 'new', 'old', 'wholesale', 'опт', 'późno płaci', 'dealer', 'лояльний', 'north', 'south', 'test'];
const pad = (n: number): string => String(n).padStart(16, '0');
const pick = (from: readonly string[], n: number): string => from[n % from.length] as string;

export type LargeBox = { readonly administrator: PersonActor; readonly lead: PersonActor; readonly employee: PersonActor; readonly accounts: readonly AccountId[]; readonly owners: readonly UserId[]; readonly teams: readonly TeamId[] };

/** A company as large as the box is meant for: people in teams, their numbers, clients of four alphabets and their conversations. */
export function seedLargeBox(db: Db, { people = 1_000, teams = 40, accounts = 60, clients = 50_000, rooms = 200_000 } = {}): LargeBox {
  const now = Date.now();
  const teamOf = (n: number) => `team_${pad(n % teams)}` as TeamId;
  const accountOf = (n: number) => `acct_${pad(n % accounts)}` as AccountId;
  const ownerOf = (n: number) => `@p${n % people}:box.test` as UserId;
  const many = (count: number, each: (tx: WriteTx, n: number) => void) => {
    for (let at = 0; at < count; at += 5_000) db.write((tx) => { for (let n = at; n < Math.min(count, at + 5_000); n += 1) each(tx, n); });
  };
  many(teams, (tx, n) => tx.prepare('INSERT INTO team (id, slug, name, created_at) VALUES (?, ?, ?, 1)').run(teamOf(n), `t${n}`, `Team ${n}`));
  many(people, (tx, n) => tx.prepare("INSERT INTO person (id, user_id, sign_in_name, name, roles, team_id, languages, state, created_at) VALUES (?, ?, ?, ?, ?, ?, '[]', 'active', 1)")
    .run(`pers_${pad(n)}`, ownerOf(n), `p${n}`, `${pick(names, n)} ${pick(surnames, n * 7)}`, n % 25 === 0 ? '["team-lead"]' : '["employee"]', teamOf(n)));
  many(accounts, (tx, n) => tx.prepare("INSERT INTO account (id, bridge_id, slug, label, team_id, number, service_user_id, login_id, state, state_since, created_at) VALUES (?, 'loopback', ?, ?, ?, ?, ?, ?, 'connected', 1, 1)")
    .run(accountOf(n), `a${n}`, `Number ${n}`, teamOf(n), `+4812300${pad(n).slice(-4)}`, `@acct_loopback_a${n}:box.test`, `4812300${pad(n).slice(-4)}`));
  many(clients, (tx, n) => {
    const name = `${pick(names, n * 3 + (n >> 4))} ${pick(surnames, n * 5 + (n >> 8))} ${n.toString(36)}`;
    tx.prepare("INSERT INTO client (id, name, name_folded, named_by, firm, firm_folded, language, tags, created_at) VALUES (?, ?, ?, 'network', ?, ?, ?, ?, 1)").run(
      `clnt_${pad(n)}`, name, name.toLowerCase(), n % 3 ? null : `${pick(firms, n)} ${n % 997}`, n % 3 ? null : `${pick(firms, n)} ${n % 997}`.toLowerCase(), pick(['pl', 'ru', 'uk', 'en'], n),
      n % 4 ? '[]' : JSON.stringify([pick(tags, n), pick(tags, n * 7 + 3)]),
    );
    tx.prepare("INSERT INTO client_identity (bridge_id, ghost_user_id, client_id) VALUES ('loopback', ?, ?)").run(`@loopback_48${600_000_000 + n}:box.test`, `clnt_${pad(n)}`);
  });
  many(rooms, (tx, n) => {
    const at = now - ((n * 7_919) % 31_536_000) * 1_000;
    const waits = n % 40 === 0;
    const group = n % 100 === 99;
    tx.prepare("INSERT INTO portal (room_id, bridge_id, account_id, login_id, remote_id, is_direct, other_user_id, name, client_id, state, created_at, last_event_at, last_client_at, last_company_at) VALUES (?, 'loopback', ?, 'x', ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)").run(
      `!r${n}`, accountOf(n * 13), `r${n}`, group ? 0 : 1, group ? null : `@loopback_48${600_000_000 + (n % clients)}:box.test`, group ? `${pick(firms, n)} group ${n}` : null, group ? null : `clnt_${pad(n % clients)}`,
      n % 20 === 0 ? 'closed' : 'open', at, at - (waits ? 0 : 60_000), at - (waits ? 60_000 : 0),
    );
    const owner = n % 50 === 7 ? null : ownerOf(n * 11);
    tx.prepare('INSERT INTO ownership (room_id, owner_user_id, since) VALUES (?, ?, ?)').run(`!r${n}`, owner, at);
    tx.prepare("INSERT INTO ownership_period (room_id, owner_user_id, from_at, via) VALUES (?, ?, ?, 'routing')").run(`!r${n}`, owner, at);
  });
  const actor = (n: number, roles: Role[], userId: UserId | null, teamId: TeamId | null): PersonActor => ({ kind: 'person', personId: `pers_${pad(n)}` as PersonId, userId, roles, teamId, sessionId: 'sess_0000000000000000' as SessionId });
  return {
    administrator: actor(9_999, ['administrator'], null, null), lead: actor(0, ['team-lead'], ownerOf(0), teamOf(0)), employee: actor(1, ['employee'], ownerOf(1), teamOf(1)),
    accounts: Array.from({ length: accounts }, (_, n) => accountOf(n)), owners: Array.from({ length: people }, (_, n) => ownerOf(n)), teams: Array.from({ length: teams }, (_, n) => teamOf(n)),
  };
}

export const clientAt = (n: number): ClientId => `clnt_${pad(n)}` as ClientId;
export const searchedFor: readonly string[] = ['jan', 'żół', 'kowal', 'шевч', 'ёлк', 'a', 'іван', 'vip', 'źród', 'zoë', 'jan kow', 'ан', '48600012', '600 012 345', 'опт', 'acme 12', 'zzz', 'smith 7'];
