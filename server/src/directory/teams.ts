import type { ChangeTeam, CreateTeam, Scope, Team, TeamId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, WriteTx } from '../db/index.ts';
import { AppError, mustBeCurrent, newTeamId, type Actor, type Clock, type PersonActor } from '../kernel/index.ts';
import { findTeam, findTeamBySlug, insertTeam, listTeams, renameTeam } from './team-repository.ts';

type Deps = { db: Db; clock: Clock; audit: AuditTrail };

export type Teams = ReturnType<typeof createTeams>;
export function createTeams({ db, clock, audit }: Deps) {
  function createIn(tx: WriteTx, actor: Actor, { slug, name }: CreateTeam): TeamId {
    if (findTeamBySlug(tx, slug)) throw new AppError('CONFLICT', `a team ${slug} exists already`, { field: '/slug' });
    const id = newTeamId();
    insertTeam(tx, { id, slug, name, createdAt: clock.now() });
    audit.record(tx, { actor, action: 'team.created', target: id });
    return id;
  }

  return {
    list(actor: PersonActor, scope: Scope): Team[] {
      return listTeams(db).filter((team) => scope === 'all' || team.teamId === actor.teamId);
    },

    create(actor: Actor, input: CreateTeam): Team {
      return db.write((tx) => findTeam(tx, createIn(tx, actor, input)) as Team);
    },

    change(actor: Actor, teamId: TeamId, { name, version }: ChangeTeam): Team {
      return db.write((tx) => {
        const present = findTeam(tx, teamId);
        if (!present) throw new AppError('NOT_FOUND', `no team ${teamId}`);
        mustBeCurrent(present.version, version);
        if (present.name === name) return present;
        renameTeam(tx, teamId, name);
        audit.record(tx, { actor, action: 'team.changed', target: teamId });
        return findTeam(tx, teamId) as Team;
      });
    },

    /** Makes the team declared in holdfast.yaml exist under its name. May run at every start. */
    declare(tx: WriteTx, actor: Actor, { slug, name }: CreateTeam): TeamId {
      const present = findTeamBySlug(tx, slug);
      if (!present) return createIn(tx, actor, { slug, name });
      if (present.name !== name) {
        renameTeam(tx, present.teamId, name);
        audit.record(tx, { actor, action: 'team.changed', target: present.teamId });
      }
      return present.teamId;
    },
  };
}
