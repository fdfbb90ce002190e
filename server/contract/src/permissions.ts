import { Type, type Static } from 'typebox';

export const roles = ['employee', 'team-lead', 'administrator', 'compliance-officer'] as const;
/** What a person is allowed to be on the box. A key holder has no role here at all (DESIGN.md §2). */
export const Role = Type.Enum(roles);
export type Role = (typeof roles)[number];

/**
 * Who may do what. A cell is 'all', 'team' (only inside the person's own team), 'own' (only rooms they own or cover)
 * or absent. Every cell is tested; a route names exactly one of these permissions or does not boot.
 */
export const permissionMatrix = {
  'account:read': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'team', employee: 'team' },
  'account:statistics': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'team' },
  'account:manage': { administrator: 'all' },
  'account:link': { administrator: 'all' },
  'person:read': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'team' },
  'person:manage': { administrator: 'all' },
  'team:read': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'team', employee: 'team' },
  'team:manage': { administrator: 'all' },
  'client:read': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'team', employee: 'own' },
  'client:manage': { administrator: 'all', 'team-lead': 'team', employee: 'own' },
  'client:reveal': { 'compliance-officer': 'all', 'team-lead': 'team', employee: 'own' },
  'client:find-by-number': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'team', employee: 'own' },
  'client:import': { administrator: 'all' },
  'client:export': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'team' },
  'client-note:read': { 'compliance-officer': 'all', 'team-lead': 'team', employee: 'own' },
  'client-note:write': { 'team-lead': 'team', employee: 'own' },
  'colleague:read': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'all', employee: 'all' },
  'inbox:read': { 'team-lead': 'own', employee: 'own' },
  'template:read': { 'team-lead': 'team', employee: 'team' },
  'template:manage': { 'team-lead': 'team', employee: 'own' },
  'portal:read': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'team', employee: 'own' },
  'portal:read-text': { 'compliance-officer': 'all' },
  'routing-rule:read': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'team' },
  'routing-rule:manage': { administrator: 'all' },
  'greeting:read': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'all' },
  'greeting:manage': { administrator: 'all' },
  'client-notice:read': { administrator: 'all', 'compliance-officer': 'all' },
  'client-notice:manage': { administrator: 'all', 'compliance-officer': 'all' },
  'queue:read': { administrator: 'all', 'team-lead': 'team', employee: 'team' },
  'queue:read-text': { 'team-lead': 'team', employee: 'team' },
  'queue:claim': { 'team-lead': 'team', employee: 'team' },
  'queue:assign': { administrator: 'all', 'team-lead': 'team' },
  'conversation:start': { 'team-lead': 'team', employee: 'team' },
  'cover:manage': { administrator: 'all', 'team-lead': 'team' },
  'handover:read': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'team' },
  'handover:run': { administrator: 'all', 'team-lead': 'team' },
  'handover:approve': { administrator: 'all' },
  'handover:undo': { administrator: 'all' },
  'access:cut': { administrator: 'all' },
  'delivery:read': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'team', employee: 'own' },
  'delivery:decide': { employee: 'own', 'team-lead': 'own' },
  'message:correct': { employee: 'own', 'team-lead': 'own' },
  'alert:read': { administrator: 'all', 'team-lead': 'team' },
  'alert:acknowledge': { administrator: 'all', 'team-lead': 'team' },
  'handset:read': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'team' },
  'handset:manage': { administrator: 'all' },
  'home:read': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'team' },
  'archive:read': { administrator: 'all', 'compliance-officer': 'all' },
  'archive:verify': { administrator: 'all', 'compliance-officer': 'all' },
  'audit:read': { administrator: 'all', 'compliance-officer': 'all' },
  'audit:export': { administrator: 'all', 'compliance-officer': 'all' },
  'record:read': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'team' },
  'access:read': { administrator: 'all', 'compliance-officer': 'all' },
  'settings:read': { administrator: 'all', 'compliance-officer': 'all' },
  'settings:manage': { administrator: 'all' },
  'notice:read': { administrator: 'all', 'compliance-officer': 'all' },
  'health:read': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'all', employee: 'all' },
  'health:probe': { administrator: 'all' },
  'health:doctor': { administrator: 'all' },
  'stream:read': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'team', employee: 'own' },
  'notice:sign': { 'team-lead': 'all', employee: 'all' },
  'device:own': { 'team-lead': 'all', employee: 'all' },
  'session:own': { administrator: 'all', 'compliance-officer': 'all', 'team-lead': 'all', employee: 'all' },
} as const satisfies Record<string, Partial<Record<Role, 'all' | 'team' | 'own'>>>;

export type Permission = keyof typeof permissionMatrix;
export type Scope = 'all' | 'team' | 'own';
export type RoleOf = Static<typeof Role>;

const rank: Record<Scope, number> = { own: 1, team: 2, all: 3 };

/** The widest scope any of the roles grants, or undefined when none does. Pure. */
export function scopeOf(permission: Permission, held: readonly Role[]): Scope | undefined {
  const row: Partial<Record<Role, Scope>> = permissionMatrix[permission];
  let widest: Scope | undefined;
  for (const role of held) {
    const scope = row[role];
    if (scope && (!widest || rank[scope] > rank[widest])) widest = scope;
  }
  return widest;
}
