import { Type, type Static } from 'typebox';
import { EventId } from './ids.ts';
import { idempotencyKey, strict } from './shape.ts';

export const CorrectMessage = Type.Object({ body: Type.String({ minLength: 1, maxLength: 32_000 }), idempotencyKey }, strict);
export type CorrectMessage = Static<typeof CorrectMessage>;

export const WithdrawMessage = Type.Object({ reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })), idempotencyKey }, strict);
export type WithdrawMessage = Static<typeof WithdrawMessage>;

export const SentEvent = Type.Object({ eventId: EventId }, strict);
export type SentEvent = Static<typeof SentEvent>;
