import { Type, type Static } from 'typebox';
import { AlertId, TeamId, Timestamp } from './ids.ts';
import { strict } from './shape.ts';

/** Something a person should look at. One open alert per kind and target, however often it happens. */
export const Alert = Type.Object(
  {
    alertId: AlertId,
    kind: Type.String({ description: 'Code, e.g. `delivery-waiting`.' }),
    target: Type.String({ description: 'Id of what it is about.' }),
    teamId: Type.Union([TeamId, Type.Null()], { description: 'The team it concerns; null concerns the whole box.' }),
    detail: Type.Unknown({ description: 'Ids and codes.' }),
    raisedAt: Timestamp,
    resolvedAt: Type.Union([Timestamp, Type.Null()]),
  },
  strict,
);
export type Alert = Static<typeof Alert>;

export const AlertQuery = Type.Object(
  {
    open: Type.Optional(Type.Boolean({ default: true, description: 'Only unresolved ones.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  },
  strict,
);
export type AlertQuery = Static<typeof AlertQuery>;

export const AcknowledgeAlert = Type.Object({ reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })) }, strict);
export type AcknowledgeAlert = Static<typeof AcknowledgeAlert>;

export const AlertList = Type.Object({ alerts: Type.Array(Alert) }, strict);
export type AlertList = Static<typeof AlertList>;
