import type { Client, ClientId, ClientNote, Colleague, EventId, QueuedRoom, QueueMessages, RoomId, Template, UserId } from '@holdfast/contract';
import { BoxApiError, defaultSettings } from '../../ipc/index.ts';
import type { CallName, Connection, Conversation, HostAbilities, Push, RoomView, SessionView, Settings, TimelineItem } from '../../ipc/index.ts';

export type OwnAccount = { accountId: never; network: string; label: string; number: string | null; state: string; paused: boolean };

/** Everything the fake box and its store hold, as plain values a test may look at and change. */
export type FakeState = {
  now: () => number;
  session: SessionView;
  readyView: Extract<SessionView, { state: 'ready' }>;
  password: string;
  pin: string | null;
  noticeSigned: boolean;
  settings: Settings;
  host: HostAbilities;
  connection: Connection;
  colleagues: Colleague[];
  conversations: Map<RoomId, Conversation>;
  rooms: Map<RoomId, Partial<RoomView>>;
  timelines: Map<RoomId, TimelineItem[]>;
  drafts: Map<RoomId, { text: string; replyTo: EventId | null }>;
  queue: QueuedRoom[];
  queueMessages: Map<RoomId, QueueMessages['messages']>;
  clients: Map<ClientId, Client>;
  notes: Map<ClientId, ClientNote[]>;
  templates: Template[];
  accounts: OwnAccount[];
  files: Map<string, number>;
  /** Calls that fail with a code until the entry is taken away. */
  failing: Map<CallName, string>;
  /** Every call with its input, in order. */
  calls: { name: CallName; input: unknown }[];
  push: (push: Push) => void;
  nextId: () => number;
};

export const refuse = (code: string, field?: string): never => {
  throw new BoxApiError(code, code, field);
};

export const userId = (name: string): UserId => `@${name}:box.test` as UserId;
export const roomId = (name: string | number): RoomId => `!room${name}:box.test` as RoomId;
export const eventId = (name: string | number): EventId => `$event${name}` as EventId;

export function emptyState(push: (push: Push) => void, now: () => number): FakeState {
  let ids = 0;
  const me = {
    personId: `pers_${'a'.repeat(20)}` as never,
    userId: userId('anna'),
    name: 'Anna Nowak',
    signInName: 'anna',
    roles: ['employee' as const],
    team: { teamId: `team_${'a'.repeat(20)}` as never, name: 'Sales' },
    languages: ['en'],
    box: { serverName: 'box.test', trial: true, liveHistoryMonths: 24, offlineHours: 24, languages: ['en', 'ru', 'uk', 'pl'], responseDueMinutes: { amber: 15, red: 60 }, consoleIdleMinutes: 30, homeserver: 'https://box.test' },
  };
  const readyView = { state: 'ready' as const, me, userId: userId('anna'), deviceId: 'DEVICE', offline: false, pin: { isSet: false, autoLockMinutes: null }, leaseEndsAt: now() + 86_400_000 };
  return {
    now,
    session: readyView,
    readyView,
    password: 'correct horse',
    pin: null,
    noticeSigned: true,
    settings: { ...defaultSettings },
    host: { kind: 'browser', nativeNotifications: false, contentProtection: false, spellcheckLanguages: [], saveDialog: false, platform: 'browser', version: '0.1.0' },
    connection: { state: 'online', since: now(), retryAt: null, queued: 0 },
    colleagues: [
      { userId: userId('anna'), name: 'Anna Nowak', teamId: null, state: 'active' },
      { userId: userId('boris'), name: 'Борис Иваненко', teamId: null, state: 'active' },
      { userId: userId('oksana'), name: 'Оксана Шевчук', teamId: null, state: 'locked' },
    ],
    conversations: new Map(),
    rooms: new Map(),
    timelines: new Map(),
    drafts: new Map(),
    queue: [],
    queueMessages: new Map(),
    clients: new Map(),
    notes: new Map(),
    templates: [],
    accounts: [],
    files: new Map(),
    failing: new Map(),
    calls: [],
    push,
    nextId: () => ++ids,
  };
}
