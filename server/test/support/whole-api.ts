import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccountId, BridgeId, LoginId, RoomId, UserId } from '@holdfast/contract';
import { createAcknowledgement, createAlerts } from '../../src/alerts/index.ts';
import { createAuditTrail } from '../../src/audit/index.ts';
import { openDb } from '../../src/db/index.ts';
import { createDevices, listDevices } from '../../src/devices/index.ts';
import { createClientImports } from '../../src/client-imports/index.ts';
import { createClientNotices } from '../../src/client-notices/index.ts';
import { createDirectory, createMe, findAccount, knownBridges, signInPeople, type Directory } from '../../src/directory/index.ts';
import { createGate, createTestMessages, type Gate } from '../../src/gate/index.ts';
import { createHandsets, findHandsetsHeldBy, findHandsetsLastHeldBy } from '../../src/handsets/index.ts';
import { createJobs } from '../../src/jobs/index.ts';
import { createNews, manualClock, silentLog, type Log } from '../../src/kernel/index.ts';
import { createLooks } from '../../src/looks/index.ts';
import { createNotices } from '../../src/notices/index.ts';
import { createAccountStatistics, createHandoverReports, createHoldings, createHome } from '../../src/overview/index.ts';
import { createOwnership, findOpenCoversOf, findRoom, isWithinReach, ownerOf, whoAnswers, type Ownership } from '../../src/ownership/index.ts';
import { createRecords } from '../../src/records/index.ts';
import { createSagaRunner } from '../../src/saga/index.ts';
import { hashPassword } from '../../src/sessions/index.ts';
import { createSettings } from '../../src/settings/index.ts';
import { createTemplates } from '../../src/templates/index.ts';
import { gatePortal } from '../../src/wiring.ts';
import { createFakeBridge } from '../fakes/fake-bridge.ts';
import { createFakeEventSource } from '../fakes/fake-event-source.ts';
import { createFakeHomeserver } from '../fakes/fake-homeserver.ts';
import { createFakeProvisioning } from '../fakes/fake-provisioning.ts';
import { apiForTest } from './api.ts';

const bridge = 'loopback' as BridgeId;
const bot = '@loopbackbot:box.test' as UserId;
const facts = { id: bridge, network: 'Loopback', botUserId: bot, ghostUserIdPattern: '^@loopback_(.+):box\\.test$', provisioningSecretFile: 'secret' };

/**
 * The API over the services that main.ts builds, on one record in memory; homeserver and bridge are in memory too. People
 * who sign in are the test's own (`hire`). Health, the doctor and alerts by mail are not built: they say CONFLICT.
 */
export async function wholeApi({ log = silentLog }: { log?: Log } = {}) {
  const db = openDb(':memory:');
  const clock = manualClock();
  const news = createNews();
  const audit = createAuditTrail({ clock });
  const alerts = createAlerts({ db, clock, news });
  const jobs = createJobs({ db, clock, log });
  const sagas = createSagaRunner({ db, clock, log, progressEveryMs: 1 });
  const homeserver = createFakeHomeserver({ bots: { loopback: bot }, now: clock.now });
  const provisioning = createFakeProvisioning(bridge, { now: clock.now });
  const events = createFakeEventSource(clock.now);
  const phone = createFakeBridge();
  const devices = createDevices({ db, clock, audit, offlineHours: () => 72, isActive: (read, personId) => signInPeople.findPersonById(read, personId)?.state === 'active' });
  const directory: Directory = createDirectory({
    db, clock, log, audit, news, jobs, homeserver, homeserverAdmin: homeserver, devices, bridges: [facts], provisioning: new Map([[bridge, provisioning.provisioning]]),
    alarms: { raise: (tx, alarm) => void alerts.raise(tx, alarm), resolve: (tx, about) => void alerts.resolve(tx, about) },
    sessions: { closeAll: () => {} }, passwords: { hash: hashPassword }, phones: { lastSeenAt: (_bridge: BridgeId, _login: LoginId) => null, lastChatsAt: () => new Map<string, number>() }, address: { url: 'https://box.test', everywhere: true },
    answering: {
      ownerOf,
      roomsAnsweredBy: (read, userId) => ownership.answering.roomsAnsweredBy(read, userId),
      portalOpened: (tx, roomId) => ownership.answering.portalOpened(tx, roomId),
      assignImported: (tx, roomId, owner, actor) => ownership.answering.assignImported(tx, roomId, owner, actor),
      portalExcluded: (tx, roomId) => ownership.answering.portalExcluded(tx, roomId),
    },
    serverName: 'box.test', smallFirm: false, pauseMs: () => 1, appearsWithinMs: 20,
  });
  const ownership: Ownership = createOwnership({
    db, clock, log, audit, news, jobs, sagas, homeserver, admin: homeserver, language: 'en', bridges: directory.bridges,
    waiting: { park: (tx, rooms, by) => gate.park(tx, rooms, by), openOf: (read, rooms, by) => gate.openOf(read, rooms, by), countByRoom: (read, rooms) => gate.countByRoom(read, rooms) },
    messages: { message: (order, content) => gate.sends.message(order, content) },
    leaving: { lock: (tx, userId, actor, reason) => directory.lockLeaver(tx, userId, actor, reason) },
    conversations: { open: (actor, accountId, identifier) => directory.openConversation(actor, accountId, identifier) },
  });
  const gate: Gate = createGate({
    db, clock, log, news, audit, homeserver, source: events.source, bridgePort: phone.port, saved: phone.savedMessages, alerts: { raise: () => {}, resolve: () => {} },
    bridges: new Map([[bridge, { id: bridge, botUserId: bot, isGhost: (id: string) => id.startsWith('@loopback_'), commandPrefix: '!secret', confirmsDelivery: true }]]),
    directory: { portalOf: gatePortal, whoAnswers }, enqueue: (tx, job) => jobs.enqueue(tx, job), serverName: 'box.test',
    isWithinReach: (actor, scope, roomId) => {
      const room = findRoom(db, roomId);
      return room !== undefined && isWithinReach(db, actor, scope, room, clock.now());
    },
  });
  const secrets = mkdtempSync(join(tmpdir(), 'holdfast-api-'));
  const records = createRecords({ db, jobs, log, audit, bridge: (bridgeId) => directory.bridges.find(bridgeId) });
  const settings = createSettings({ db, clock, audit, news, file: { offlineHours: 24, language: 'en' }, fileOnly: [], secretFiles: { smtpPassword: join(secrets, 'smtp'), webhookSecret: join(secrets, 'webhook') } });
  const looks = createLooks({ db, clock, audit, jobs, homeserver, settings: () => settings.now(), isGhost: (_bridge, userId) => userId.startsWith('@loopback_') });
  const clientNotices = createClientNotices({ db, clock, audit, news, jobs, bridges: knownBridges([facts]), messages: gate.sends, language: 'en' });
  const clientImports = createClientImports({
    db, clock, log, audit, news, jobs, bridges: knownBridges([facts]), yieldToTraffic: async () => {}, assign: (tx, roomId, owner, actor) => ownership.routing.assignImported(tx, roomId, owner, actor),
  });
  const networkOf = (bridgeId: string) => directory.bridges.find(bridgeId)?.network;
  const overview = {
    home: createHome({ db, clock, networkOf, handovers: ownership.handovers }),
    holdings: createHoldings({ db, clock, networkOf, people: directory.people, handsetsHeldBy: findHandsetsHeldBy, devicesOf: listDevices, coversOf: findOpenCoversOf }),
    statistics: createAccountStatistics({ db, clock, accounts: directory.accounts, tally: records.daysOfAccount, confirmsDelivery: () => true }),
    reports: createHandoverReports({ db, clock, networkOf, handovers: ownership.handovers, handsetsLastHeldBy: findHandsetsLastHeldBy }),
  };
  const box = { serverName: 'box.test', trial: false, liveHistoryMonths: 12, offlineHours: 72, homeserver: 'https://box.test', responseDueMinutes: { amber: 15, red: 60 }, consoleIdleMinutes: 30, languages: ['en'] };
  const world = await apiForTest({
    db, log,
    services: {
      audit: records.audit, records, alerts, directory, ownership, overview, devices, settings, looks, clientNotices, clientImports,
      deliveries: gate.deliveries, corrections: gate.corrections, handsets: createHandsets({ db, clock, audit, news }), acknowledgement: createAcknowledgement({ db, alerts, audit }),
      testMessages: createTestMessages({ db, audit, sends: gate.sends, language: 'en', accountOf: findAccount, open: directory.openConversation }),
      me: createMe({ db, box: () => box }), notices: createNotices({ db, clock, audit, language: 'en', liveHistoryMonths: 12 }), templates: createTemplates({ db, clock, audit, news }),
    },
  });

  /** A conversation as the bridge made it and the directory wrote it. */
  function portal(name: string, accountId: AccountId, owner: UserId | null): RoomId {
    const roomId = `!${name}` as RoomId;
    const service = findAccount(db, accountId)!.serviceUserId;
    homeserver.createRoom(roomId, bot, [service, ...(owner ? [owner] : [])]);
    db.write((tx) => {
      tx.prepare(
        `INSERT INTO portal (room_id, bridge_id, account_id, login_id, remote_id, is_direct, state, created_at, last_event_at, last_client_at) VALUES (?, ?, ?, 'login', ?, 1, 'open', 1, 2, 2)`,
      ).run(roomId, bridge, accountId, name);
      tx.prepare('INSERT INTO ownership (room_id, owner_user_id, since) VALUES (?, ?, 1)').run(roomId, owner);
      tx.prepare("INSERT INTO ownership_period (room_id, owner_user_id, from_at, via) VALUES (?, ?, 1, 'assignment')").run(roomId, owner);
    });
    return roomId;
  }

  async function stop(): Promise<void> {
    await world.api.close();
    await Promise.all([directory.stop(), jobs.stop(), sagas.stop()]);
    await gate.stop();
    rmSync(secrets, { recursive: true, force: true });
  }
  return { ...world, directory, ownership, homeserver, jobs, sagas, portal, stop, bridge };
}
