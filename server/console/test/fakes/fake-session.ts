import { permissionMatrix, scopeOf, type CurrentSession, type Permission, type PersonId, type Role, type SessionId, type TeamId } from '@holdfast/contract';
import { FakeRefusal, type FakeHandlers } from './fake-box.ts';

/** Somebody signed in with these roles, or nobody. */
export function sessionHandlers(held: () => readonly Role[], signOut: () => void): FakeHandlers {
  const current = (): CurrentSession => {
    const roles = held();
    if (roles.length === 0) throw new FakeRefusal(401, 'UNAUTHENTICATED');
    const now = Date.now();
    return {
      session: { sessionId: 'ses_fake' as SessionId, via: 'password', console: true, label: 'Console', openedAt: now, lastSeenAt: now, expiresAt: now + 43_200_000, current: true },
      person: {
        personId: 'per_me' as PersonId,
        userId: null,
        roles: [...roles],
        teamId: roles.includes('team-lead') ? ('team_sales' as TeamId) : null,
        permissions: (Object.keys(permissionMatrix) as Permission[]).flatMap((permission) => {
          const scope = scopeOf(permission, roles);
          return scope ? [{ permission, scope }] : [];
        }),
      },
    };
  };
  return {
    'GET /sessions/current': current,
    'DELETE /sessions/current'() {
      signOut();
      return null;
    },
    'GET /me': () => ({ personId: 'per_me', userId: null, name: 'Olga Petrova', signInName: 'olga', roles: held(), team: null, languages: ['en', 'pl'], box: { serverName: 'box.test', trial: true } }),
  };
}
