import { Type, type Static } from 'typebox';
import { AccountId, AlertId, ClientId, ClientImportId, EventId, HandoverId, HandsetId, LinkingId, PersonId, RoomId, TeamId, TemplateId, Timestamp, UserId } from './ids.ts';
import { nullable, strict } from './shape.ts';

/** News for screens, sent after commit. Ids and codes only: a screen asks the API for what it may see. */
export const StreamEvent = Type.Union([
  Type.Object({ kind: Type.Literal('account.changed'), accountId: AccountId }, strict),
  Type.Object({ kind: Type.Literal('linking.changed'), linkingId: LinkingId }, strict),
  Type.Object({ kind: Type.Literal('room.changed'), roomId: RoomId }, strict),
  Type.Object({ kind: Type.Literal('client.changed'), clientId: ClientId }, strict),
  Type.Object({ kind: Type.Literal('client-import.changed'), importId: ClientImportId }, strict),
  Type.Object({ kind: Type.Literal('client-notice.changed') }, strict),
  Type.Object({ kind: Type.Literal('routing-rules.changed') }, strict),
  Type.Object({ kind: Type.Literal('greetings.changed') }, strict),
  Type.Object({ kind: Type.Literal('queue.changed'), roomId: RoomId }, strict),
  Type.Object({ kind: Type.Literal('delivery.changed'), roomId: RoomId, eventId: EventId, state: Type.String() }, strict),
  Type.Object({ kind: Type.Literal('handover.changed'), handoverId: HandoverId }, strict),
  Type.Object({ kind: Type.Literal('person.changed'), userId: UserId }, strict),
  Type.Object({ kind: Type.Literal('alert.raised'), alertId: AlertId }, strict),
  Type.Object({ kind: Type.Literal('alert.resolved'), alertId: AlertId }, strict),
  Type.Object({ kind: Type.Literal('template.changed'), templateId: TemplateId, teamId: nullable(TeamId), personId: PersonId }, strict),
  Type.Object({ kind: Type.Literal('settings.changed'), version: Type.Integer({ minimum: 0 }) }, strict),
  Type.Object({ kind: Type.Literal('handset.changed'), handsetId: HandsetId }, strict),
  Type.Object({ kind: Type.Literal('heartbeat'), at: Timestamp }, strict),
]);
export type StreamEvent = Static<typeof StreamEvent>;
