import type { BridgeConnection, ControlPlaneConfig } from '@holdfast/contract';
import { archiveDirectory, archivePolicyFile, fileNames } from './box-layout.ts';
import { loopbackUrl, secretPath, type BoxBridge, type PlanInput, type PlannedFile, type PlannedProcess } from './box-plan.ts';
import { homeserverSqlite } from './homeserver.ts';
import { alertSecrets, boxSecrets, bridgeSecrets } from './secret-names.ts';

/** control-plane.json: the server's own configuration. It holds paths of secrets, never secrets. */
export function planControlPlane(input: PlanInput, bridges: readonly BoxBridge[]): PlannedFile {
  return {
    path: `${input.layout.config}/${fileNames.controlPlane}`,
    mode: 0o600,
    content: `${JSON.stringify(controlPlaneConfig(input, bridges), null, 2)}\n`,
  };
}

export function controlPlaneProcess({ config, layout, programs }: PlanInput): PlannedProcess {
  return {
    name: 'control-plane',
    // Keeps the idle control plane under 150 MB: a small young generation, compiled code from disk (else Node loads a
    // TypeScript compiler at every start), and an allocator that gives back what a password hash needed for a moment.
    command: [programs.node, '--max-semi-space-size=4', `${programs.checkout}/server/src/main.ts`, '--config', `${layout.config}/${fileNames.controlPlane}`],
    environment: { NODE_ENV: 'production', NODE_COMPILE_CACHE: `${programs.checkout}/.cache/node`, MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' },
    directory: layout.root,
    order: 10,
    healthUrl: `${loopbackUrl(config.ports.api)}/health`,
  };
}

function controlPlaneConfig({ config, layout, programs }: PlanInput, bridges: readonly BoxBridge[]): ControlPlaneConfig {
  const { database } = config.homeserver;
  return {
    serverName: config.server_name,
    trial: config.trial,
    smallFirm: config.small_firm,
    language: config.language,
    liveHistoryMonths: config.live_history_months,
    offlineHours: config.offline_hours,
    publicAddress: config.public_address,
    gate: { host: '127.0.0.1', port: config.ports.gate },
    api: { host: '127.0.0.1', port: config.ports.api },
    homeserver: {
      url: loopbackUrl(config.ports.homeserver),
      database: database.kind === 'sqlite'
        ? { kind: 'sqlite', path: homeserverSqlite(layout.data) }
        : { kind: 'postgres', connectionFile: secretPath(layout, database.reader_connection ?? '') },
      asTokenFile: secretPath(layout, boxSecrets.controlPlaneAsToken),
      registrationSecretFile: secretPath(layout, boxSecrets.registration),
    },
    recordDatabase: `${layout.data}/record.db`,
    archive: {
      directory: archiveDirectory(layout),
      policyFile: archivePolicyFile(layout),
      keyFile: secretPath(layout, boxSecrets.archiveKey),
      readerTokenFile: secretPath(layout, boxSecrets.archiveReader),
    },
    factorKeyFile: secretPath(layout, boxSecrets.factorKey),
    consoleDirectory: `${programs.checkout}/server/console/dist`,
    bootstrapAdministrator: { name: config.administrator.name, passwordFile: secretPath(layout, boxSecrets.administratorPassword) },
    alertSecrets: { smtpPasswordFile: secretPath(layout, alertSecrets.smtpPassword), webhookSecretFile: secretPath(layout, alertSecrets.webhookSecret) },
    doctor: { command: [programs.node, `${programs.checkout}/provisioning/cli/main.ts`, 'doctor', '--json', '--box', layout.root] },
    bridges: bridges.map((bridge) => connectionOf(bridge, layout)),
    teams: config.teams,
    accounts: config.accounts
      .filter(({ bridge }) => bridges.some(({ id }) => id === bridge))
      .map(({ slug, bridge, label, team, number }) => ({ slug, bridge, label, team: team ?? null, number: number ?? null })),
    log: { level: config.log.level },
  };
}

function connectionOf({ id, known, url, botUserId, ghostPattern, database }: BoxBridge, layout: PlanInput['layout']): BridgeConnection {
  const names = bridgeSecrets(id);
  const isBridgeV2 = known.definition.framework === 'bridgev2';
  return {
    id,
    network: known.definition.network,
    url,
    botUserId,
    ghostUserIdPattern: ghostPattern,
    asTokenFile: secretPath(layout, names.asToken),
    fromHomeserverTokenFile: secretPath(layout, names.fromHomeserver),
    toBridgeTokenFile: secretPath(layout, names.toBridge),
    provisioningSecretFile: isBridgeV2 ? secretPath(layout, names.provisioning) : null,
    commandPrefixFile: secretPath(layout, names.commandPrefix),
    database: isBridgeV2 ? database : null,
    confirmsDelivery: isBridgeV2,
  };
}
