import type {
  AccountId,
  Alert,
  AlertId,
  AlertQuery,
  AuditQuery,
  AuditRecord,
  ChangeOwnPassword,
  ClientId,
  Delivery,
  DeliveryFilter,
  EventId,
  HandoverId,
  HealthReport,
  OpenSession,
  PersonId,
  ProbeResult,
  RoomId,
  RunProbe,
  Scope,
  Session,
  SessionId,
  TeamId,
  UserId,
} from '@holdfast/contract';
import type { PersonActor } from '../kernel/index.ts';
import type { TokenReader } from './plugins/authentication.ts';

/** Who is signed in. Implemented in sessions/. */
export interface Sessions extends TokenReader {
  open(input: OpenSession, from: { isLocal: boolean }): Promise<{ token: string; session: Session; actor: PersonActor }>;
  list(actor: PersonActor): Session[];
  current(actor: PersonActor): Session;
  /** Only the caller's own; NOT_FOUND otherwise. */
  close(actor: PersonActor, sessionId: SessionId): void;
  changePassword(actor: PersonActor, input: ChangeOwnPassword): Promise<void>;
  listOf(personId: PersonId, current: SessionId): Session[];
  closeOf(actor: PersonActor, personId: PersonId, sessionId: SessionId): void;
  /** Tells when a session ended early (closed, or its person was locked). Returns its own unsubscribe. */
  onClosed(listener: (sessionId: SessionId) => void): () => void;
}

export interface AuditReader {
  list(query: AuditQuery & { limit: number }): AuditRecord[];
}

export interface AlertReader {
  list(actor: PersonActor, scope: Scope, query: AlertQuery): Alert[];
}

/** What waits, is unknown or needs a person, and the two things a person may decide about it. Implemented in gate/. */
export interface Deliveries {
  list(actor: PersonActor, scope: Scope, filter: DeliveryFilter): Delivery[];
  /** Audited. NOT_FOUND outside the scope, NOT_OWNER when the caller does not answer the room, DELIVERY_NOT_DECIDABLE when it is settled. */
  decide(actor: PersonActor, scope: Scope, eventId: EventId, decision: 'send' | 'discard', reason?: string): Delivery;
}

export interface Health {
  report(): Promise<HealthReport>;
  /** A message through the gate and back, on the bridge given or on every connected one. Audited. */
  probe(actor: PersonActor, input: RunProbe): Promise<ProbeResult>;
}

/**
 * Where things belong, asked by the live stream to decide who hears of them. Answers null or false for what it does not
 * know; must be cheap, because a large handover asks thousands of times.
 */
export interface Belonging {
  teamOfAccount(accountId: AccountId): TeamId | null;
  teamOfRoom(roomId: RoomId): TeamId | null;
  teamOfPerson(userId: UserId): TeamId | null;
  teamOfAlert(alertId: AlertId): TeamId | null;
  handoverConcerns(handoverId: HandoverId, teamId: TeamId): boolean;
  /** A client is seen by whoever sees one of their conversations. */
  roomsOfClient(clientId: ClientId): readonly RoomId[];
  /** Owner or cover of the room now. */
  answers(roomId: RoomId, userId: UserId): boolean;
}

/** What a predecessor or the handset said, changed in the account's own name. Implemented in gate/. */
export interface Corrections {
  correct(actor: PersonActor, input: { roomId: RoomId; eventId: EventId; body: string; idempotencyKey: string }): Promise<EventId>;
  withdraw(actor: PersonActor, input: { roomId: RoomId; eventId: EventId; reason?: string; idempotencyKey: string }): Promise<EventId>;
}
