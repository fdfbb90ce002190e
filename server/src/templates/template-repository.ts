import type { PersonId, TeamId, TemplateId, TemplateScope } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

export type TemplateRecord = {
  readonly templateId: TemplateId;
  readonly scope: TemplateScope;
  readonly teamId: TeamId | null;
  readonly personId: PersonId;
  readonly title: string;
  readonly language: string | null;
  readonly body: string;
  readonly updatedAt: number;
};

const columns = 'id AS templateId, scope, team_id AS teamId, person_id AS personId, title, language, body, updated_at AS updatedAt';

export function findTemplate(db: ReadDb, templateId: TemplateId): TemplateRecord | undefined {
  return db.prepare<[TemplateId], TemplateRecord>(`SELECT ${columns} FROM template WHERE id = ?`).get(templateId);
}

/** Somebody's own and their team's, by title. */
export function listTemplatesFor(db: ReadDb, personId: PersonId, teamId: TeamId | null): TemplateRecord[] {
  return db
    .prepare<unknown[], TemplateRecord>(
      `SELECT ${columns} FROM template WHERE (scope = 'own' AND person_id = ?) OR (scope = 'team' AND team_id = ?) ORDER BY title, id`,
    )
    .all(personId, teamId);
}

export function countTemplates(db: ReadDb, { scope, personId, teamId }: Pick<TemplateRecord, 'scope' | 'personId' | 'teamId'>): number {
  const row =
    scope === 'own'
      ? db.prepare<[PersonId], { n: number }>("SELECT count(*) AS n FROM template WHERE scope = 'own' AND person_id = ?").get(personId)
      : db.prepare<[TeamId | null], { n: number }>("SELECT count(*) AS n FROM template WHERE scope = 'team' AND team_id = ?").get(teamId);
  return row?.n ?? 0;
}

export function insertTemplate(tx: WriteTx, template: TemplateRecord): void {
  tx.prepare('INSERT INTO template (id, scope, team_id, person_id, title, language, body, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
    template.templateId, template.scope, template.teamId, template.personId, template.title, template.language, template.body, template.updatedAt,
  );
}

export function updateTemplate(tx: WriteTx, { templateId, title, language, body, updatedAt }: TemplateRecord): void {
  tx.prepare('UPDATE template SET title = ?, language = ?, body = ?, updated_at = ? WHERE id = ?').run(title, language, body, updatedAt, templateId);
}

export function deleteTemplate(tx: WriteTx, templateId: TemplateId): void {
  tx.prepare('DELETE FROM template WHERE id = ?').run(templateId);
}
