import { Type, type Static } from 'typebox';
import { AccountId, BridgeId, EventId, RoomId, Timestamp, UserId } from './ids.ts';
import { nullable, strict } from './shape.ts';

export const deliveryStates = [
  'waiting',
  'sending',
  'delivered',
  'unconfirmed',
  'failed',
  'uncertain',
  'needs-confirmation',
  'cancelled',
  'discarded',
  'refused',
] as const;
/** `uncertain`: the bridge died between sending and saving; it is asked about, never repeated by itself (DESIGN.md §1). */
export const DeliveryState = Type.Enum(deliveryStates);
export type DeliveryState = (typeof deliveryStates)[number];

export const deliveryKinds = ['message', 'edit', 'reaction', 'redaction', 'poll'] as const;
export const DeliveryKind = Type.Enum(deliveryKinds);
export type DeliveryKind = (typeof deliveryKinds)[number];

/** One event on its way to a phone: ids, decisions and states, never a body. */
export const Delivery = Type.Object(
  {
    eventId: EventId,
    roomId: RoomId,
    bridgeId: BridgeId,
    accountId: nullable(AccountId),
    sender: UserId,
    kind: DeliveryKind,
    state: DeliveryState,
    reason: nullable(Type.String({ description: 'Code that says why it is in this state.' })),
    originAt: Timestamp,
    enqueuedAt: Timestamp,
    settledAt: nullable(Timestamp),
    attempts: Type.Integer({ minimum: 0 }),
  },
  strict,
);
export type Delivery = Static<typeof Delivery>;

export const DeliveryFilter = Type.Object(
  {
    state: Type.Optional(DeliveryState),
    roomId: Type.Optional(RoomId),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  },
  strict,
);
export type DeliveryFilter = Static<typeof DeliveryFilter>;

export const DeliveryList = Type.Object({ deliveries: Type.Array(Delivery) }, strict);
export type DeliveryList = Static<typeof DeliveryList>;

export const DecideDelivery = Type.Object({ reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })) }, strict);
export type DecideDelivery = Static<typeof DecideDelivery>;
