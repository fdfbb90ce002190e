import type { AccountId, BridgeId, ClientId, PersonId, PortalState, Role, RoomId, TeamId, UserId } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';
import type { Reach } from './search-reach.ts';

/**
 * What ownership must know of portals and people, many at once: joins over the directory's tables with who owns what.
 * Read only; the directory alone changes them.
 */
export type RoomFacts = {
  readonly roomId: RoomId;
  readonly bridgeId: BridgeId;
  readonly state: PortalState;
  readonly name: string | null;
  readonly accountId: AccountId | null;
  /** Team of the account: the room's team, whoever owns it; while nobody does, the team into whose queue a rule put it. */
  readonly teamId: TeamId | null;
  readonly serviceUserId: UserId | null;
  readonly clientId: ClientId | null;
  readonly language: string | null;
  readonly routed: boolean;
  readonly owner: UserId | null;
  readonly ownerTeamId: TeamId | null;
  readonly since: number | null;
  readonly lastEventAt: number;
  readonly lastClientAt: number | null;
  readonly lastCompanyAt: number | null;
};

const roomColumns = `
  p.room_id AS roomId, p.bridge_id AS bridgeId, p.state, coalesce(p.name, c.name) AS name, p.account_id AS accountId,
  CASE WHEN o.owner_user_id IS NULL THEN coalesce(q.team_id, a.team_id) ELSE a.team_id END AS teamId,
  a.service_user_id AS serviceUserId, p.client_id AS clientId, c.language, o.room_id IS NOT NULL AS routed,
  o.owner_user_id AS owner, w.team_id AS ownerTeamId, o.since, p.last_event_at AS lastEventAt,
  p.last_client_at AS lastClientAt, p.last_company_at AS lastCompanyAt`;
const roomTables = `portal p LEFT JOIN account a ON a.id = p.account_id LEFT JOIN client c ON c.id = p.client_id
  LEFT JOIN ownership o ON o.room_id = p.room_id LEFT JOIN person w ON w.user_id = o.owner_user_id
  LEFT JOIN room_queue q ON q.room_id = p.room_id`;

type RoomRow = Omit<RoomFacts, 'routed'> & { routed: 0 | 1 };
const toRoom = (row: RoomRow): RoomFacts => ({ ...row, routed: row.routed === 1 });

export function findRoom(db: ReadDb, roomId: RoomId): RoomFacts | undefined {
  const row = db.prepare<[RoomId], RoomRow>(`SELECT ${roomColumns} FROM ${roomTables} WHERE p.room_id = ?`).get(roomId);
  return row && toRoom(row);
}

/** Most recently active first; rooms that are no portal are missing from the answer. */
export function findRooms(db: ReadDb, roomIds: readonly RoomId[]): RoomFacts[] {
  return db
    .prepare<[string], RoomRow>(
      `SELECT ${roomColumns} FROM ${roomTables} WHERE p.room_id IN (SELECT value FROM json_each(?)) ORDER BY p.last_event_at DESC, p.room_id`,
    )
    .all(JSON.stringify(roomIds))
    .map(toRoom);
}

export function findRoomsOwnedBy(db: ReadDb, owner: UserId): RoomFacts[] {
  return db
    .prepare<[UserId], RoomRow>(`SELECT ${roomColumns} FROM ${roomTables} WHERE o.owner_user_id = ? ORDER BY p.last_event_at DESC, p.room_id`)
    .all(owner)
    .map(toRoom);
}

export function findUnassignedRooms(db: ReadDb): RoomFacts[] {
  return db
    .prepare<[], RoomRow>(`SELECT ${roomColumns} FROM ${roomTables} WHERE p.state = 'open' AND o.room_id IS NOT NULL AND o.owner_user_id IS NULL`)
    .all()
    .map(toRoom);
}

/** Most recently active first, as many as asked for. */
export function listRooms(db: ReadDb, filter: { owner?: UserId | undefined; accountId?: AccountId | undefined }, reach: Reach, limit: number): RoomFacts[] {
  const where = [
    ...(reach.rooms === undefined ? [] : [filter.owner === undefined ? `p.room_id IN (${reach.rooms})` : reach.isWithin]),
    ...(filter.owner === undefined ? [] : ['o.owner_user_id = @owner']), ...(filter.accountId === undefined ? [] : ['p.account_id = @accountId']),
  ];
  return db
    .prepare<unknown[], RoomRow>(`SELECT ${roomColumns} FROM ${roomTables} WHERE ${where.length === 0 ? '1' : where.join(' AND ')} ORDER BY p.last_event_at DESC, p.room_id LIMIT @limit`)
    .all({ ...reach.values, owner: filter.owner ?? null, accountId: filter.accountId ?? null, limit })
    .map(toRoom);
}

export type EmployeeFacts = {
  readonly personId: PersonId;
  readonly userId: UserId;
  readonly teamId: TeamId | null;
  readonly active: boolean;
  /** May be given clients: an employee or a team lead. */
  readonly answersClients: boolean;
  readonly languages: readonly string[];
  readonly roomCap: number | null;
  readonly rooms: number;
};

type EmployeeRow = { personId: PersonId; userId: UserId; teamId: TeamId | null; state: string; roles: string; languages: string; roomCap: number | null; rooms: number };

const employeeColumns = `e.id AS personId, e.user_id AS userId, e.team_id AS teamId, e.state, e.roles, e.languages, e.room_cap AS roomCap,
  (SELECT count(*) FROM ownership o WHERE o.owner_user_id = e.user_id) AS rooms`;

function toEmployee({ state, roles, languages, ...row }: EmployeeRow): EmployeeFacts {
  const held = JSON.parse(roles) as Role[];
  return {
    ...row,
    active: state === 'active',
    answersClients: held.includes('employee') || held.includes('team-lead'),
    languages: JSON.parse(languages) as string[],
  };
}

export function findEmployee(db: ReadDb, userId: UserId): EmployeeFacts | undefined {
  const row = db.prepare<[UserId], EmployeeRow>(`SELECT ${employeeColumns} FROM person e WHERE e.user_id = ?`).get(userId);
  return row && toEmployee(row);
}

export function findEmployees(db: ReadDb, userIds: readonly UserId[]): Map<UserId, EmployeeFacts> {
  const rows = db
    .prepare<[string], EmployeeRow>(`SELECT ${employeeColumns} FROM person e WHERE e.user_id IN (SELECT value FROM json_each(?))`)
    .all(JSON.stringify(userIds));
  return new Map(rows.map((row) => [row.userId, toEmployee(row)]));
}

export function findTeamMembers(db: ReadDb, teamId: TeamId): EmployeeFacts[] {
  return db
    .prepare<[TeamId], EmployeeRow>(`SELECT ${employeeColumns} FROM person e WHERE e.team_id = ? AND e.user_id IS NOT NULL ORDER BY e.user_id`)
    .all(teamId)
    .map(toEmployee);
}

/** Of these Matrix users, those who are people of the box (not clients, bots or service users). */
export function whichArePeople(db: ReadDb, userIds: readonly UserId[]): UserId[] {
  return db
    .prepare<[string], { userId: UserId }>('SELECT user_id AS userId FROM person WHERE user_id IN (SELECT value FROM json_each(?))')
    .all(JSON.stringify(userIds))
    .map(({ userId }) => userId);
}

export type AccountFacts = { readonly accountId: AccountId; readonly bridgeId: BridgeId; readonly teamId: TeamId | null; readonly owner: UserId | null };

export function findAccountFacts(db: ReadDb, accountId: AccountId): AccountFacts | undefined {
  return db
    .prepare<[AccountId], AccountFacts>('SELECT id AS accountId, bridge_id AS bridgeId, team_id AS teamId, owner_user_id AS owner FROM account WHERE id = ?')
    .get(accountId);
}
