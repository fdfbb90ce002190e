import { permissionMatrix, scopeOf, type Permission, type SignedInPerson } from '@holdfast/contract';
import type { PersonActor } from '../kernel/index.ts';

/** What a screen needs to know about who it draws for. Pure. */
export function personOf(actor: Pick<PersonActor, 'personId' | 'userId' | 'roles' | 'teamId'>): SignedInPerson {
  const permissions = (Object.keys(permissionMatrix) as Permission[]).flatMap((permission) => {
    const scope = scopeOf(permission, actor.roles);
    return scope ? [{ permission, scope }] : [];
  });
  return { personId: actor.personId, userId: actor.userId, roles: [...actor.roles], teamId: actor.teamId, permissions };
}
