import type { PersonId, Role, SessionId, StreamEvent, TeamId, UserId } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { createAuditTrail } from '../audit/index.ts';
import { openDb } from '../db/index.ts';
import { createNews, manualClock, newPersonId, newTeamId, type PersonActor } from '../kernel/index.ts';
import { createTemplates } from './index.ts';

function world() {
  const db = openDb(':memory:');
  const clock = manualClock();
  const news = createNews();
  const audit = createAuditTrail({ clock });
  const told: StreamEvent[] = [];
  news.subscribe((event) => void told.push(event));
  const team = (slug: string): TeamId => {
    const id = newTeamId();
    db.write((tx) => void tx.prepare('INSERT INTO team (id, slug, name, created_at) VALUES (?, ?, ?, 0)').run(id, slug, slug));
    return id;
  };
  const person = (name: string, roles: Role[], teamId: TeamId | null): PersonActor => {
    const personId: PersonId = newPersonId();
    db.write(
      (tx) =>
        void tx
          .prepare("INSERT INTO person (id, user_id, sign_in_name, name, roles, team_id, languages, state, created_at) VALUES (?, ?, ?, ?, ?, ?, '[]', 'active', 0)")
          .run(personId, `@${name}:box.test`, name, name, JSON.stringify(roles), teamId),
    );
    return { kind: 'person', personId, userId: `@${name}:box.test` as UserId, roles, teamId, sessionId: 'sess_0000000000000000' as SessionId };
  };
  const sales = team('sales');
  return {
    db, clock, audit, told, sales, templates: createTemplates({ db, clock, audit, news }),
    lead: person('lead', ['team-lead'], sales), anna: person('anna', ['employee'], sales), petr: person('petr', ['employee'], team('care')), loner: person('loner', ['team-lead'], null),
  };
}

const refusal = (code: string, field?: string) => expect.objectContaining(field === undefined ? { code } : { code, field }) as Error;
const body = 'Good day, {{client.name}}! {{?When shall we meet}}';

test('one’s own are one’s own: nobody else reads, changes or removes them', () => {
  const { templates, anna, lead, told } = world();
  const mine = templates.create(anna, 'own', { scope: 'own', title: 'Greeting', body, language: 'en' });
  expect(mine).toMatchObject({ scope: 'own', teamId: null, title: 'Greeting', language: 'en', body, editable: true });
  expect(templates.list(anna)).toEqual([mine]);
  expect(templates.list(lead)).toEqual([]);
  expect(() => templates.change(lead, 'team', mine.templateId, { title: 'x' })).toThrow(refusal('NOT_FOUND'));
  expect(() => templates.remove(lead, 'team', mine.templateId)).toThrow(refusal('NOT_FOUND'));
  expect(told).toEqual([{ kind: 'template.changed', templateId: mine.templateId, teamId: null, personId: anna.personId }]);
});

test('the team’s are read by the team and changed by its leads', () => {
  const { templates, anna, lead, petr, loner, clock, sales, audit, db } = world();
  const shared = templates.create(lead, 'team', { scope: 'team', title: 'Prices', body });
  expect(shared).toMatchObject({ scope: 'team', teamId: sales, language: null, editable: true });
  expect(templates.list(anna)).toEqual([{ ...shared, editable: false }]);
  expect([templates.list(petr), templates.list(loner)]).toEqual([[], []]);
  expect(() => templates.change(anna, 'own', shared.templateId, { body: 'x' })).toThrow(refusal('TEMPLATE_NOT_EDITABLE'));
  expect(() => templates.remove(anna, 'own', shared.templateId)).toThrow(refusal('TEMPLATE_NOT_EDITABLE'));
  expect(() => templates.create(anna, 'own', { scope: 'team', title: 'x', body })).toThrow(refusal('TEMPLATE_NOT_EDITABLE', '/scope'));
  expect(() => templates.create(loner, 'team', { scope: 'team', title: 'x', body })).toThrow(refusal('BAD_REQUEST', '/scope'));
  clock.advance(1_000);
  expect(templates.change(lead, 'team', shared.templateId, { language: 'pl' })).toMatchObject({ title: 'Prices', language: 'pl', body, updatedAt: clock.now() });
  templates.remove(lead, 'team', shared.templateId);
  expect(templates.list(anna)).toEqual([]);
  expect(() => templates.remove(lead, 'team', shared.templateId)).toThrow(refusal('NOT_FOUND'));
  const acts = audit.list(db, { target: shared.templateId, limit: 9 });
  expect(acts.map(({ action }) => action)).toEqual(['template.created', 'template.changed', 'template.removed']);
  expect(JSON.stringify(acts)).not.toContain('Good day');
});

test('there is an end to how many, each for their own', () => {
  const { templates, anna, lead } = world();
  for (let n = 0; n < 200; n += 1) templates.create(anna, 'own', { scope: 'own', title: `t${n}`, body });
  expect(() => templates.create(anna, 'own', { scope: 'own', title: 'one more', body })).toThrow(refusal('TEMPLATE_LIMIT'));
  expect(templates.create(lead, 'team', { scope: 'own', title: 'mine', body }).editable).toBe(true);
});
