import { Type, type Static } from 'typebox';
import { auditActions } from './audit-actions.ts';
import { Timestamp } from './ids.ts';
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

export const AuditQuery = Type.Object(
  {
    action: Type.Optional(AuditActionName),
    target: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    actor: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    after: Type.Optional(Type.Integer({ minimum: 0, description: 'Only entries with a higher sequence number.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  },
  strict,
);
export type AuditQuery = Static<typeof AuditQuery>;

export const AuditPage = Type.Object(
  {
    entries: Type.Array(AuditRecord),
    next: Type.Union([Type.Integer(), Type.Null()], { description: 'Value of `after` for the next page; null at the end.' }),
    smallFirm: Type.Boolean({ description: 'This box lets one person hold two roles; every audit page says so.' }),
  },
  strict,
);
export type AuditPage = Static<typeof AuditPage>;
