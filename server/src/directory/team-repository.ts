import type { PersonId, Team, TeamId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

type Row = { id: TeamId; slug: string; name: string; created_at: number; version: number; leads: string; members: number };

const columns = `t.id, t.slug, t.name, t.created_at, t.version,
  (SELECT json_group_array(p.id) FROM person p WHERE p.team_id = t.id AND p.state = 'active' AND p.roles LIKE '%"team-lead"%') AS leads,
  (SELECT count(*) FROM person p WHERE p.team_id = t.id AND p.state = 'active') AS members`;

const toTeam = (row: Row): Team => ({
  teamId: row.id,
  slug: row.slug,
  name: row.name,
  leads: JSON.parse(row.leads) as PersonId[],
  members: row.members,
  createdAt: row.created_at,
  version: row.version,
});

export function findTeam(db: ReadDb, teamId: TeamId): Team | undefined {
  const row = db.prepare<[TeamId], Row>(`SELECT ${columns} FROM team t WHERE t.id = ?`).get(teamId);
  return row && toTeam(row);
}

export function findTeamBySlug(db: ReadDb, slug: string): Team | undefined {
  const row = db.prepare<[string], Row>(`SELECT ${columns} FROM team t WHERE t.slug = ?`).get(slug);
  return row && toTeam(row);
}

export function listTeams(db: ReadDb): Team[] {
  return db.prepare<[], Row>(`SELECT ${columns} FROM team t ORDER BY t.slug`).all().map(toTeam);
}

export function insertTeam(tx: WriteTx, team: { id: TeamId; slug: string; name: string; createdAt: number }): void {
  tx.prepare('INSERT INTO team (id, slug, name, created_at) VALUES (?, ?, ?, ?)').run(team.id, team.slug, team.name, team.createdAt);
}

export function renameTeam(tx: WriteTx, teamId: TeamId, name: string): void {
  tx.prepare('UPDATE team SET name = ?, version = version + 1 WHERE id = ?').run(name, teamId);
}
