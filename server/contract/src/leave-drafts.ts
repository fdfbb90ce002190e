import { Type, type Static } from 'typebox';
import { HandoverId, PersonId, Timestamp } from './ids.ts';
import { nullable, strict } from './shape.ts';

/** How far somebody came in letting a person leave: the wizard's choices, kept for the next browser and the next administrator. */
export const LeaveDraft = Type.Object(
  {
    personId: PersonId,
    choices: Type.Unknown({ description: 'As the wizard stored it; the box does not look inside.' }),
    handoverId: nullable(HandoverId),
    version: Type.Integer({ minimum: 1 }),
    changedAt: Timestamp,
    changedBy: PersonId,
    changedByName: nullable(Type.String()),
  },
  strict,
);
export type LeaveDraft = Static<typeof LeaveDraft>;

/** `version` 0 or none: there must be no draft yet. */
export const SaveLeaveDraft = Type.Object(
  { choices: Type.Record(Type.String({ maxLength: 100 }), Type.Unknown()), handoverId: Type.Optional(nullable(HandoverId)), version: Type.Optional(Type.Integer({ minimum: 0 })) },
  strict,
);
export type SaveLeaveDraft = Static<typeof SaveLeaveDraft>;
export const LeaveDraftList = Type.Object({ drafts: Type.Array(Type.Object({ personId: PersonId, changedAt: Timestamp, changedBy: PersonId, changedByName: nullable(Type.String()) }, strict)) }, strict);
export type LeaveDraftList = Static<typeof LeaveDraftList>;
