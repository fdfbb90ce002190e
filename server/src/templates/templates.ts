import { scopeOf, type AuditAction, type ChangeTemplate, type CreateTemplate, type Scope, type Template, type TemplateId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import { AppError, newTemplateId, type Clock, type News, type PersonActor } from '../kernel/index.ts';
import { countTemplates, deleteTemplate, findTemplate, insertTemplate, listTemplatesFor, updateTemplate, type TemplateRecord } from './template-repository.ts';

/** A list nobody can find anything in helps nobody; it is also read whole. */
const mostOfOne = 200;

type Deps = { db: Db; clock: Clock; audit: AuditTrail; news: News };

export type Templates = ReturnType<typeof createTemplates>;
/** Own templates are their author's alone; a team's are read by everybody in it and changed by its leads. */
export function createTemplates({ db, clock, audit, news }: Deps) {
  function mine(read: ReadDb, actor: PersonActor, scope: Scope, templateId: TemplateId): TemplateRecord {
    const template = findTemplate(read, templateId);
    if (!template || !isRead(actor, template)) throw new AppError('NOT_FOUND', 'no template of this id within reach');
    if (!isChanged(actor, scope, template)) throw new AppError('TEMPLATE_NOT_EDITABLE', 'a lead changes the templates of the team');
    return template;
  }

  function trace(tx: WriteTx, actor: PersonActor, action: AuditAction, { templateId, scope, teamId, personId }: TemplateRecord): void {
    audit.record(tx, { actor, action, target: templateId, detail: { scope, teamId } });
    tx.afterCommit(() => news.publish({ kind: 'template.changed', templateId, teamId, personId }));
  }

  return {
    list(actor: PersonActor): Template[] {
      const scope = scopeOf('template:manage', actor.roles) ?? null;
      return listTemplatesFor(db, actor.personId, actor.teamId).map((template) => present(template, scope !== null && isChanged(actor, scope, template)));
    },

    create(actor: PersonActor, scope: Scope, { scope: meantFor, title, language = null, body }: CreateTemplate): Template {
      if (meantFor === 'team' && scope === 'own') throw new AppError('TEMPLATE_NOT_EDITABLE', 'a lead writes the templates of the team', { field: '/scope' });
      if (meantFor === 'team' && actor.teamId === null) throw new AppError('BAD_REQUEST', 'you are in no team', { field: '/scope' });
      return db.write((tx) => {
        const template: TemplateRecord = {
          templateId: newTemplateId(), scope: meantFor, teamId: meantFor === 'team' ? actor.teamId : null, personId: actor.personId, title, language, body, updatedAt: clock.now(),
        };
        if (countTemplates(tx, template) >= mostOfOne) throw new AppError('TEMPLATE_LIMIT', `at most ${mostOfOne} templates each`);
        insertTemplate(tx, template);
        trace(tx, actor, 'template.created', template);
        return present(template, true);
      });
    },

    change(actor: PersonActor, scope: Scope, templateId: TemplateId, input: ChangeTemplate): Template {
      return db.write((tx) => {
        const template: TemplateRecord = { ...mine(tx, actor, scope, templateId), ...input, updatedAt: clock.now() };
        updateTemplate(tx, template);
        trace(tx, actor, 'template.changed', template);
        return present(template, true);
      });
    },

    remove(actor: PersonActor, scope: Scope, templateId: TemplateId): void {
      db.write((tx) => {
        const template = mine(tx, actor, scope, templateId);
        deleteTemplate(tx, templateId);
        trace(tx, actor, 'template.removed', template);
      });
    },
  };
}

const isRead = (actor: PersonActor, { scope, teamId, personId }: TemplateRecord): boolean =>
  scope === 'own' ? personId === actor.personId : teamId === actor.teamId;

function isChanged(actor: PersonActor, scope: Scope, template: TemplateRecord): boolean {
  return isRead(actor, template) && (template.scope === 'own' || scope !== 'own');
}

function present({ personId: _, ...template }: TemplateRecord, editable: boolean): Template {
  return { ...template, editable };
}
