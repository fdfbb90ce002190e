import type { Readable } from 'node:stream';
import type {
  AccessList,
  AccessQuery,
  AccountId,
  Alert,
  AlertChannel,
  AlertId,
  AlertQuery,
  AlertTest,
  ArchiveCoverageList,
  ArchiveCoverageQuery,
  ArchiveGapList,
  ArchiveGapQuery,
  ArchiveStatus,
  ArchiveVerification,
  AuditExportQuery,
  AuditName,
  AuditQuery,
  AuditRecord,
  ChangeOwnPassword,
  ChangeSettings,
  ClientId,
  Delivery,
  DeliveryFilter,
  DoctorReport,
  EventId,
  ExtendLook,
  HandoverId,
  HandsetId,
  HealthReport,
  Look,
  LookId,
  LookPage,
  LookPageQuery,
  LookQuery,
  OpenLook,
  OpenSession,
  PersonId,
  ProbeResult,
  RecordDayList,
  RecordDayQuery,
  RecordedDecisionList,
  RecordedDecisionQuery,
  RefusalList,
  RefusalQuery,
  RoomId,
  RunProbe,
  Scope,
  Session,
  SessionId,
  Settings,
  TeamId,
  UserId,
  VerifyArchive,
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

/** The state of the archive for people, its sealed files for readers. Implemented in archive/. */
export interface ArchiveDesk {
  status(): ArchiveStatus;
  gaps(query: ArchiveGapQuery): ArchiveGapList;
  coverage(query: ArchiveCoverageQuery): ArchiveCoverageList;
  /** Audited; answers when it is done. */
  verify(actor: PersonActor, input: VerifyArchive): Promise<ArchiveVerification>;
  /** In constant time. */
  isReader(token: string): boolean;
  /** Undefined when there is none of that name, or the name is not one of the archive's. */
  file(path: string): Promise<{ size: number; stream: () => Readable } | undefined>;
  /** Throws ARCHIVE_ACCESS_REFUSED. */
  takeAccess(note: string): Promise<void>;
}

/** The audit trail as people see it. Implemented in records/. */
export interface AuditReader {
  list(query: AuditQuery & { limit: number }): { entries: AuditRecord[]; names: AuditName[]; next: number | null };
  /** Audited before the first row is read. */
  export(actor: PersonActor, query: AuditExportQuery): Iterable<readonly string[]>;
}

/** What the record holds, for whoever answers for it. Implemented in records/. */
export interface RecordsReader {
  days(actor: PersonActor, scope: Scope, query: RecordDayQuery): RecordDayList;
  refusals(actor: PersonActor, scope: Scope, query: RefusalQuery): RefusalList;
  decisions(actor: PersonActor, scope: Scope, query: RecordedDecisionQuery): RecordedDecisionList;
  accesses(query: AccessQuery): AccessList;
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
  handsetConcerns(handsetId: HandsetId, teamId: TeamId): boolean;
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

/** Reading a live conversation for a reason. Every page is on record before it is answered. Implemented in looks/. */
export interface LookDesk {
  open(actor: PersonActor, roomId: RoomId, input: OpenLook): Look;
  extend(actor: PersonActor, lookId: LookId, input: ExtendLook): Look;
  end(actor: PersonActor, lookId: LookId): Look;
  find(actor: PersonActor, lookId: LookId): Look;
  list(actor: PersonActor, query: LookQuery): Look[];
  messages(actor: PersonActor, lookId: LookId, query: LookPageQuery): Promise<LookPage>;
}

/** What may change while the box runs. Implemented in settings/. */
export interface SettingsDesk {
  read(): Settings;
  change(actor: PersonActor, input: ChangeSettings): Settings;
}

/** Implemented in alerting/. */
export interface AlertTester {
  test(actor: PersonActor, channel: AlertChannel): Promise<AlertTest>;
}

/** Implemented in health/. */
export interface DoctorDesk {
  read(): DoctorReport;
  run(actor: PersonActor): Promise<DoctorReport>;
}
