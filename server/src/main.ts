import { parseArgs } from 'node:util';
import { ownPingPrefix, type AccountId, type AlertId, type BridgeId, type ClientId, type HandoverId, type HandsetId, type RoomId, type TeamId, type UserId } from '@holdfast/contract';
import { createAlerting } from './alerting/index.ts';
import { createAcknowledgement, createAlerts } from './alerts/index.ts';
import { createAuditTrail } from './audit/index.ts';
import { createBridgeTransactions, createPhoneContacts, createProvisioning, createSavedMessages, parseBridgeState, parseCheckpoints } from './bridge/index.ts';
import { ConfigError, createLog, loadConfig, readSecret } from './config/index.ts';
import { openDb } from './db/index.ts';
import { createClientImports } from './client-imports/index.ts';
import { createClientNotices } from './client-notices/index.ts';
import { createDevices, listDevices } from './devices/index.ts';
import { createDirectory, createMe, findAccount, findPersonByUserId, knownBridges, listAccounts, listPortalsOfClient, signInPeople, type Directory } from './directory/index.ts';
import { answerJob, answerPayload, createAnswerer, createGate, createTestMessages, type Checkpoint, type Gate, type GateBridge } from './gate/index.ts';
import { createHandsetAlarms, createHandsets, findHandsetsHeldBy, findHandsetsLastHeldBy, handsetConcerns } from './handsets/index.ts';
import { createDoctor, createHealth } from './health/index.ts';
import { createApi, createGateListener, type BridgeTokens } from './http/index.ts';
import { createJobs } from './jobs/index.ts';
import { createJournal, journalStatus, type Journal } from './journal/index.ts';
import { createNews, systemClock } from './kernel/index.ts';
import { createLooks } from './looks/index.ts';
import {
  createHomeserver,
  createHomeserverAdmin,
  createMatrixCaller,
  createPostgresEventSource,
  createSqliteEventSource,
  UnknownSchemaError,
} from './matrix/index.ts';
import { createNotices } from './notices/index.ts';
import { createAccountStatistics, createHandoverReports, createHoldings, createHome } from './overview/index.ts';
import { createOwnership, findOpenCoversOf, findRoom, handoverConcerns, isWithinReach, ownerOf, whoAnswers, type Ownership } from './ownership/index.ts';
import { createFailpoint, createSagaRunner } from './saga/index.ts';
import { bootstrapAdministrator, createConsoleSignIn, createOwnFactors, createSealer, createSecondFactors, createSessions, hashPassword } from './sessions/index.ts';
import { createRecords } from './records/index.ts';
import { createSettings, fileOnlySettings } from './settings/index.ts';
import { createTemplates } from './templates/index.ts';
import { gateBridge, gatePortal, openArchive, teamOf } from './wiring.ts';

/**
 * The control plane: reads its configuration, builds every room, starts and stops them. The only file that knows
 * everybody. `start` returns what a signal handler needs to stop it.
 */
async function start(configPath: string): Promise<{ stop(): Promise<void> }> {
  const config = loadConfig(configPath);
  const log = createLog(config.log.level);
  const clock = systemClock;
  const news = createNews();
  const db = openDb(config.recordDatabase);
  const stopping = new AbortController();

  // Homeserver and bridges, as seen from here.
  const asToken = readSecret(config.homeserver.asTokenFile);
  const bridges = config.bridges.map((bridge) => ({
    ...bridge,
    id: bridge.id as BridgeId,
    bot: { userId: bridge.botUserId as UserId, asToken: readSecret(bridge.asTokenFile) },
    toBridge: readSecret(bridge.toBridgeTokenFile),
  }));
  const caller = createMatrixCaller(config.homeserver.url);
  const homeserver = createHomeserver({ caller, asToken, bots: new Map(bridges.map(({ id, bot }) => [id, bot])) });
  const homeserverAdmin = createHomeserverAdmin({
    caller,
    asToken,
    registrationSecret: readSecret(config.homeserver.registrationSecretFile),
    serverName: config.serverName,
  });
  const { database } = config.homeserver;
  const source =
    database.kind === 'sqlite'
      ? createSqliteEventSource(database.path, { signal: stopping.signal })
      : createPostgresEventSource(readSecret(database.connectionFile).reveal(), { signal: stopping.signal });
  const transactions = createBridgeTransactions(bridges.map(({ id, url, toBridge }) => ({ id, url, token: toBridge })));
  const provisioning = new Map(
    bridges.flatMap(({ id, url, provisioningSecretFile }) =>
      provisioningSecretFile === null ? [] : [[id, createProvisioning({ bridgeId: id, url, secret: readSecret(provisioningSecretFile) })] as const],
    ),
  );

  // What everybody uses.
  const audit = createAuditTrail({ clock });
  const { offlineHours, language, alertSecrets } = config;
  const settings = createSettings({
    db, clock, audit, news, file: { offlineHours, language }, fileOnly: fileOnlySettings(config), secretFiles: { smtpPassword: alertSecrets.smtpPasswordFile, webhookSecret: alertSecrets.webhookSecretFile },
  });
  const alerts = createAlerts({ db, clock, news, onOpened: (tx, alert) => alerting.opened(tx, alert), onResolved: (tx, alert) => alerting.resolved(tx, alert) });
  const jobs = createJobs({
    db,
    clock,
    log,
    // Not the job's key: keys of imports hold numbers.
    onStuck: (tx, job) => void alerts.raise(tx, { kind: 'job.stuck', target: `${job.kind}/${job.jobId}`, detail: job }),
  });
  const { serverName, trial, liveHistoryMonths } = config;
  const alerting = createAlerting({ db, clock, audit, jobs, log, settings, serverName, console: config.publicAddress ?? `http://${config.api.host}:${config.api.port}` });
  const factors = createSecondFactors({ db, clock, audit, sealer: createSealer(readSecret(config.factorKeyFile)), issuer: `Holdfast ${config.serverName}` });
  const sessions = createSessions({
    db, clock, audit, people: signInPeople, factors, whoAmI: (token) => homeserver.whoAmI(token), isHomeserverPassword: (userId, password) => homeserver.isPassword(userId, password),
    consoleIdleMs: () => settings.now().consoleIdleMinutes * 60_000,
  });
  const signIn = createConsoleSignIn({ db, clock, audit, people: signInPeople, sessions, factors });
  const ownFactors = createOwnFactors({ db, clock, people: signInPeople, factors });
  const devices = createDevices({
    db, clock, audit, offlineHours: () => settings.now().offlineHours, isActive: (read, personId) => signInPeople.findPersonById(read, personId)?.state === 'active',
  });
  const notices = createNotices({ db, clock, audit, language: config.language, liveHistoryMonths: config.liveHistoryMonths });
  const homeserverAddress = config.publicAddress ?? config.homeserver.url;
  const me = createMe({
    db,
    box: () => {
      const { offlineHours: hours, responseDueAmberMinutes: amber, responseDueRedMinutes: red, consoleIdleMinutes, languages } = settings.now();
      return { serverName, trial, liveHistoryMonths, offlineHours: hours, homeserver: homeserverAddress, responseDueMinutes: { amber, red }, consoleIdleMinutes, languages };
    },
  });
  // Only a trial box can be told to end itself at a step: there it shows that a handover survives being killed anywhere.
  const failpoint = createFailpoint(config.trial ? process.env['HOLDFAST_FAILPOINT'] : undefined, () => process.kill(process.pid, 'SIGKILL'));
  const sagas = createSagaRunner({ db, clock, log, yieldToTraffic: () => gate.yieldToTraffic(), ...(failpoint ? { failpoint } : {}) });

  // Who is who, who answers, and the only way to a bridge. Each knows those before it; ports close the circles.
  const directory: Directory = createDirectory({
    db,
    clock,
    log,
    audit,
    news,
    jobs,
    alarms: { raise: (tx, alarm) => void alerts.raise(tx, alarm), resolve: (tx, about) => void alerts.resolve(tx, about) },
    homeserver,
    homeserverAdmin,
    bridges,
    provisioning,
    sessions: { closeAll: (tx, personId) => void sessions.closeAll(tx, personId) },
    devices,
    passwords: { hash: hashPassword },
    phones: createPhoneContacts(new Map(bridges.map(({ id, database: path }) => [id, path]))),
    address: { url: config.publicAddress ?? `http://127.0.0.1:${config.api.port}`, everywhere: config.publicAddress !== null },
    answering: {
      ownerOf,
      roomsAnsweredBy: (read, userId) => ownership.answering.roomsAnsweredBy(read, userId),
      portalOpened: (tx, roomId) => ownership.answering.portalOpened(tx, roomId),
      assignImported: (tx, roomId, owner, actor) => ownership.answering.assignImported(tx, roomId, owner, actor),
      portalExcluded: (tx, roomId) => ownership.answering.portalExcluded(tx, roomId),
    },
    serverName,
    staleMinutes: () => settings.now().staleMinutes,
    smallFirm: config.smallFirm,
  });
  const ownership: Ownership = createOwnership({
    db, clock, log, audit, news, jobs, sagas, homeserver, admin: homeserverAdmin,
    waiting: { park: (tx, rooms, by) => gate.park(tx, rooms, by), openOf: (read, rooms, by) => gate.openOf(read, rooms, by), countByRoom: (read, rooms) => gate.countByRoom(read, rooms) },
    messages: { message: (order, content) => gate.sends.message(order, content) },
    leaving: { lock: (tx, userId, actor, reason) => directory.lockLeaver(tx, userId, actor, reason) },
    conversations: { open: (actor, accountId, identifier) => directory.openConversation(actor, accountId, identifier) },
    bridges: directory.bridges,
    language: config.language,
  });
  const gateBridges = new Map<string, GateBridge>(bridges.map((bridge) => [bridge.id, gateBridge(bridge, readSecret(bridge.commandPrefixFile))]));
  const teamOfRoom = (roomId: RoomId): TeamId | null => findRoom(db, roomId)?.teamId ?? null;
  const gate: Gate = createGate({
    db,
    source,
    homeserver,
    bridges: gateBridges,
    bridgePort: transactions,
    saved: createSavedMessages(new Map(bridges.map(({ id, database: path }) => [id, path]))),
    directory: { portalOf: gatePortal, whoAnswers },
    alerts: {
      raise: (tx, { detail, ...alert }) =>
        void alerts.raise(tx, { ...alert, detail, teamId: teamOfRoom(((detail as { roomId?: RoomId } | undefined)?.roomId ?? '') as RoomId) }),
      resolve: (tx, kind, target) => void alerts.resolve(tx, { kind, target }),
    },
    audit,
    enqueue: (tx, job) => jobs.enqueue(tx, job),
    clock,
    log,
    news,
    serverName: config.serverName,
    isWithinReach: (actor, scope, roomId) => {
      const room = findRoom(db, roomId);
      return room !== undefined && isWithinReach(db, actor, scope, room, clock.now());
    },
  });
  jobs.handle(answerJob, answerPayload, createAnswerer({ db, homeserver, directory: { portalOf: gatePortal, whoAnswers } }));
  const records = createRecords({ db, jobs, log, audit, bridge: (bridgeId) => directory.bridges.find(bridgeId) });
  const looks = createLooks({ db, clock, audit, jobs, homeserver, settings: () => settings.now(), isGhost: (bridgeId, userId) => directory.bridges.find(bridgeId)?.isGhost(userId) ?? false });
  const clientNotices = createClientNotices({ db, clock, audit, news, jobs, bridges: knownBridges(config.bridges), messages: gate.sends, language: config.language });
  const clientImports = createClientImports({
    db, clock, log, audit, news, jobs, bridges: knownBridges(config.bridges), yieldToTraffic: () => gate.yieldToTraffic(),
    assign: (tx, roomId, owner, actor) => ownership.routing.assignImported(tx, roomId, owner, actor),
  });
  const isReachable = async (bridgeId: BridgeId): Promise<boolean> => (await transactions.transaction(bridgeId, `holdfast-alive-${clock.now()}`, { events: [] })) === 'accepted';
  const archive = openArchive({
    config, db, clock, log, source, alerts, audit, jobs, failpoint, isHomeserverUp: () => homeserver.isUp(), isReachable,
    secrets: { asToken, logKey: readSecret(config.archive.keyFile), readerToken: readSecret(config.archive.readerTokenFile) },
    isGhost: (bridgeId, userId) => directory.bridges.find(bridgeId)?.isGhost(userId) ?? false,
  });
  const journal: Journal = createJournal({
    db,
    source,
    bodies: archive.bodies,
    readers: [directory.reader, ownership.reader, clientNotices.reader, ...gate.readers, records.tally.reader, createHandsetAlarms({ alarms: alerts }), ...archive.readers],
    clock,
    log,
    onFault: (tx, eventId, reader) => void alerts.raise(tx, { kind: 'journal.fault', target: eventId, detail: { reader } }),
  });

  // What listens.
  const heard = new Map<BridgeId, number>();
  const gateListener = createGateListener({
    log,
    bridges: new Map(bridges.map(({ id, bot, fromHomeserverTokenFile }): [string, BridgeTokens] => [id, { fromHomeserver: readSecret(fromHomeserverTokenFile), fromBridge: bot.asToken }])),
    inbox: {
      pushed(bridgeId, ephemeral) {
        journal.wake();
        if (ephemeral.length > 0) void gate.passEphemeral(bridgeId, ephemeral);
      },
      pinged(bridgeId, transactionId) {
        if (transactionId.startsWith(ownPingPrefix)) return;
        gate.bridgeStarted(bridgeId, (tx) => {
          directory.applyBridgeState(tx, bridgeId, { stateEvent: 'STARTING', userId: null, loginId: null, error: null, reason: null });
          directory.refreshSoon(tx, bridgeId); // its logins say how they are, also those whose state did not change
        });
      },
      checkpoints(bridgeId, body) {
        const posted = parseCheckpoints(body);
        if (!posted) return false;
        heard.set(bridgeId, clock.now());
        gate.checkpoints(bridgeId, posted as Checkpoint[]);
        return true;
      },
      status(bridgeId, body) {
        const posted = parseBridgeState(body);
        if (!posted) return false;
        heard.set(bridgeId, clock.now());
        db.write((tx) => directory.applyBridgeState(tx, bridgeId, posted));
        return true;
      },
    },
  });
  const health = createHealth({
    db,
    clock,
    audit,
    trial: config.trial,
    bridges,
    homeserver: { isUp: () => homeserver.isUp(), schemaVersion: () => source.schemaVersion(), newest: () => source.newest() },
    journal: () => journalStatus(db),
    waiting: (accountId) => gate.waiting(accountId),
    accounts: () => listAccounts(db, {}).map(({ accountId, bridgeId, state, stateReason, stateSince, paused }) => ({ accountId, bridgeId, state, stateReason, stateSince, paused })),
    openAlerts: () => alerts.countOpen(),
    lastHeardAt: (bridgeId) => heard.get(bridgeId) ?? null,
    isReachable,
    probe: (bridgeId) => gate.probe(bridgeId),
  });
  const doctor = createDoctor({ db, clock, audit, log, command: config.doctor.command });
  const networkOf = (bridgeId: string) => directory.bridges.find(bridgeId)?.network;
  const overview = {
    home: createHome({ db, clock, networkOf, handovers: ownership.handovers }),
    holdings: createHoldings({ db, clock, networkOf, people: directory.people, handsetsHeldBy: findHandsetsHeldBy, devicesOf: listDevices, coversOf: findOpenCoversOf }),
    statistics: createAccountStatistics({
      db, clock, accounts: directory.accounts, tally: records.daysOfAccount, confirmsDelivery: (bridgeId) => gateBridges.get(bridgeId)?.confirmsDelivery ?? false,
    }),
    reports: createHandoverReports({ db, clock, networkOf, handovers: ownership.handovers, handsetsLastHeldBy: findHandsetsLastHeldBy }),
  };
  const testMessages = createTestMessages({ db, audit, sends: gate.sends, language: config.language, accountOf: findAccount, open: directory.openConversation });
  const api = await createApi({
    services: { sessions, signIn, ownFactors, audit: records.audit, records, looks, archive: archive.reading, settings, alerting, doctor, alerts, health, deliveries: gate.deliveries, corrections: gate.corrections, directory, ownership, clientImports, clientNotices, overview, handsets: createHandsets({ db, clock, audit, news }), testMessages, acknowledgement: createAcknowledgement({ db, alerts, audit }), me, notices, devices, templates: createTemplates({ db, clock, audit, news }) },
    belonging: {
      teamOfAccount: (accountId: AccountId) => teamOf(db, accountId),
      teamOfRoom,
      teamOfPerson: (userId: UserId) => findPersonByUserId(db, userId)?.teamId ?? null,
      teamOfAlert: (alertId: AlertId) => alerts.teamOf(alertId),
      handoverConcerns: (handoverId: HandoverId, teamId: TeamId) => handoverConcerns(db, handoverId, teamId),
      handsetConcerns: (handsetId: HandsetId, teamId: TeamId) => handsetConcerns(db, handsetId, teamId),
      roomsOfClient: (clientId: ClientId) => listPortalsOfClient(db, clientId).map(({ roomId }) => roomId),
      answers: (roomId: RoomId, userId: UserId) => whoAnswers(db, roomId, userId, clock.now()) !== null,
    },
    news, clock, log,
    smallFirm: config.smallFirm,
    discovery: { serverName, homeserver: homeserverAddress },
    consoleDirectory: config.consoleDirectory,
  });

  // Start: the record first, then what listens, then what acts. Bridges wait for the gate's listener.
  await bootstrapAdministrator({ db, clock, audit, people: signInPeople }, { name: config.bootstrapAdministrator.name, password: readSecret(config.bootstrapAdministrator.passwordFile) });
  directory.applyConfiguration(config);
  jobs.every('gate.sweep', '*/10 * * * * *', () => gate.sweep());
  jobs.every('accounts.phones', '23 */5 * * * *', () => directory.checkPhones());
  jobs.every('sessions.prune', '0 17 3 * * *', () => void sessions.prune());
  news.subscribe((event) => {
    if (event.kind === 'account.changed') gate.pump();
  });
  await archive.start();
  await gateListener.listen(config.gate);
  await api.listen(config.api);
  jobs.start();
  sagas.start();
  ownership.routing.routeLeftOver();
  directory.start();
  clientImports.start();
  directory.checkPhones();
  records.tally.start();
  const reading = journal.start();
  void gate.sweep();
  log.info({ gate: config.gate.port, api: config.api.port, bridges: bridges.map(({ id }) => id) }, 'box.started');

  async function stop(): Promise<void> {
    stopping.abort();
    archive.abort();
    await Promise.all([doctor.stop(), api.close(), gateListener.close()]);
    await journal.stop();
    await Promise.all([directory.stop(), jobs.stop(), sagas.stop()]);
    await gate.stop();
    await archive.stop();
    await Promise.all([transactions.close(), caller.close()]);
    db.close();
    log.info({}, 'box.stopped');
  }
  reading.catch((failure: unknown) => {
    if (stopping.signal.aborted) return;
    log.error({ failure: failure instanceof Error ? failure.message : 'unknown' }, failure instanceof UnknownSchemaError ? 'journal.unknown-schema' : 'journal.failed');
    process.exitCode = 1;
    void stop().finally(() => process.exit(1));
  });
  return { stop };
}

const { values } = parseArgs({ options: { config: { type: 'string' } } });
if (values.config === undefined) {
  process.stderr.write('usage: node server/src/main.ts --config <control-plane.json>\n');
  process.exit(2);
}
try {
  const box = await start(values.config);
  let ending = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      void box.stop().then(() => process.exit(0), () => process.exit(1));
    });
  }
} catch (failure) {
  // A configuration's fault is the reader's to mend and needs no stack; anything else is a bug and is shown whole.
  process.stderr.write(failure instanceof ConfigError ? `${failure.message}\n` : `${failure instanceof Error ? failure.stack : String(failure)}\n`);
  process.exit(1);
}
