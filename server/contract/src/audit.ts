import { Type, type Static } from 'typebox';
import { auditActions } from './audit-actions.ts';
import { ClientId, PersonId, Timestamp } from './ids.ts';
import { strict } from './shape.ts';

export const AuditActionName = Type.Enum(auditActions);

/** Who, when, what, why. `detail` holds ids and codes. */
export const AuditRecord = Type.Object(
  {
    seq: Type.Integer({ minimum: 1 }),
    at: Timestamp,
    actor: Type.String({ description: 'Id of a person, or `box:` and the part of the box that acted.' }),
    action: AuditActionName,
    target: Type.String(),
    reason: Type.Union([Type.String(), Type.Null()]),
    detail: Type.Unknown(),
  },
  strict,
);
export type AuditRecord = Static<typeof AuditRecord>;

/** Which entries; everything given must hold. */
export const auditFilters = {
  action: Type.Optional(Type.Array(AuditActionName, { maxItems: auditActions.length, description: 'May be given several times: any of them.' })),
  target: Type.Optional(Type.String({ minLength: 1, maxLength: 255, description: 'Id of what was acted upon.' })),
  actor: Type.Optional(Type.String({ minLength: 1, maxLength: 80, description: 'Id of a person, or `box:` and the part of the box that acted.' })),
  person: Type.Optional(Type.Unsafe<PersonId>({ ...PersonId, description: 'What this person did and what was done to them.' })),
  client: Type.Optional(Type.Unsafe<ClientId>({ ...ClientId, description: 'Acts upon this client and their conversations.' })),
  from: Type.Optional(Type.Integer({ minimum: 0, description: 'Not earlier than this moment; milliseconds since 1970, UTC.' })),
  to: Type.Optional(Type.Integer({ minimum: 0, description: 'Not later than this moment; milliseconds since 1970, UTC.' })),
};

export const AuditQuery = Type.Object(
  {
    ...auditFilters,
    order: Type.Optional(Type.Enum(['oldest', 'newest'], { description: 'Which comes first. Left out: `newest` when `before` is given, else `oldest`.' })),
    after: Type.Optional(Type.Integer({ minimum: 0, description: 'Only entries with a higher sequence number.' })),
    before: Type.Optional(Type.Integer({ minimum: 1, description: 'Only entries with a lower sequence number.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  },
  strict,
);
export type AuditQuery = Static<typeof AuditQuery>;

/** What a screen shows in the place of an id. Clients are never named here. */
export const AuditName = Type.Object({ id: Type.String(), name: Type.String() }, strict);
export type AuditName = Static<typeof AuditName>;

export const AuditPage = Type.Object(
  {
    entries: Type.Array(AuditRecord),
    names: Type.Array(AuditName, { description: 'Of the people, accounts and teams of the box that the entries mention.' }),
    next: Type.Union([Type.Integer(), Type.Null()], { description: 'For the next page in the same order: value of `after` (oldest first) or of `before` (newest first); null at the end.' }),
    smallFirm: Type.Boolean({ description: 'This box lets one person hold two roles; every audit page says so.' }),
  },
  strict,
);
export type AuditPage = Static<typeof AuditPage>;

export const AuditExportQuery = Type.Object(
  { ...auditFilters, reason: Type.String({ minLength: 3, maxLength: 500, pattern: '\\S', description: 'Why it is taken out; stays on record.' }) },
  strict,
);
export type AuditExportQuery = Static<typeof AuditExportQuery>;
