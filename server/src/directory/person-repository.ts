import type { Person, PersonId, Role, TeamId, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

type Row = {
  id: PersonId;
  user_id: UserId | null;
  sign_in_name: string;
  name: string;
  roles: string;
  team_id: TeamId | null;
  languages: string;
  room_cap: number | null;
  state: 'active' | 'locked';
  created_at: number;
  version: number;
};

const columns = 'id, user_id, sign_in_name, name, roles, team_id, languages, room_cap, state, created_at, version';

const toPerson = (row: Row): Person => ({
  personId: row.id,
  userId: row.user_id,
  signInName: row.sign_in_name,
  name: row.name,
  roles: JSON.parse(row.roles) as Role[],
  teamId: row.team_id,
  languages: JSON.parse(row.languages) as string[],
  roomCap: row.room_cap,
  state: row.state,
  createdAt: row.created_at,
  version: row.version,
});

/** An employee of the box: answers clients, so has a Matrix user. A team lead is one too. */
export type Employee = Person & { readonly userId: UserId };

export function isEmployee(person: Person): person is Employee {
  return person.userId !== null && (person.roles.includes('employee') || person.roles.includes('team-lead'));
}

export function findPerson(db: ReadDb, personId: PersonId): Person | undefined {
  const row = db.prepare<[PersonId], Row>(`SELECT ${columns} FROM person WHERE id = ?`).get(personId);
  return row && toPerson(row);
}

export function findPersonByUserId(db: ReadDb, userId: UserId): Person | undefined {
  const row = db.prepare<[UserId], Row>(`SELECT ${columns} FROM person WHERE user_id = ?`).get(userId);
  return row && toPerson(row);
}

export function findPersonBySignInName(db: ReadDb, name: string): Person | undefined {
  const row = db.prepare<[string], Row>(`SELECT ${columns} FROM person WHERE sign_in_name = ?`).get(name);
  return row && toPerson(row);
}

export function listPeople(db: ReadDb): Person[] {
  return db.prepare<[], Row>(`SELECT ${columns} FROM person ORDER BY sign_in_name`).all().map(toPerson);
}

/** Those who may be given rooms now: employees and team leads who are not locked. In order of their sign-in name. */
export function listEmployees(db: ReadDb, filter: { teamId?: TeamId } = {}): Employee[] {
  return db
    .prepare<unknown[], Row>(
      `SELECT ${columns} FROM person WHERE state = 'active' AND user_id IS NOT NULL AND (? IS NULL OR team_id = ?) ORDER BY sign_in_name`,
    )
    .all(filter.teamId ?? null, filter.teamId ?? null)
    .map(toPerson)
    .filter(isEmployee);
}

export function countActiveAdministrators(db: ReadDb): number {
  const row = db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM person WHERE state = 'active' AND roles LIKE '%"administrator"%'`).get();
  return row?.n ?? 0;
}

export function insertPerson(tx: WriteTx, person: Person, passwordHash: string | null): void {
  tx.prepare(
    `INSERT INTO person (id, user_id, sign_in_name, name, roles, team_id, languages, room_cap, state, password_hash, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    person.personId, person.userId, person.signInName, person.name, JSON.stringify(person.roles), person.teamId,
    JSON.stringify(person.languages), person.roomCap, person.state, passwordHash, person.createdAt,
  );
}

export function updatePerson(tx: WriteTx, person: Person): void {
  tx.prepare('UPDATE person SET user_id = ?, name = ?, roles = ?, team_id = ?, languages = ?, room_cap = ?, state = ?, version = version + 1 WHERE id = ?').run(
    person.userId, person.name, JSON.stringify(person.roles), person.teamId, JSON.stringify(person.languages), person.roomCap, person.state, person.personId,
  );
}

export function updatePasswordHash(tx: WriteTx, personId: PersonId, hash: string | null): void {
  tx.prepare('UPDATE person SET password_hash = ? WHERE id = ?').run(hash, personId);
}
