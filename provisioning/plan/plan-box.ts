import { dirname } from 'node:path';
import { fileNames } from './box-layout.ts';
import { escapeRegExp, loopbackUrl, type BoxBridge, type BoxPlan, type PlanInput, type PlannedBridge, type PlannedProcess } from './box-plan.ts';
import { planBridgeConfig } from './bridge-config.ts';
import { bridgeCommands } from './bridge-definition.ts';
import { controlPlaneProcess, planControlPlane } from './control-plane.ts';
import { desktopProcess, planDesktop, servesDesktop } from './desktop.ts';
import { homeserverProcess, planHomeserver } from './homeserver.ts';
import { planRegistrations } from './registrations.ts';
import { planSupervisor } from './supervisor.ts';
import { fillTemplate } from './template.ts';

/** Turns the description of a box into every file and process of it. Pure: reads nothing, writes nothing. */
export function planBox(input: PlanInput): BoxPlan {
  const { layout } = input;
  const bridges = boxBridges(input);
  const registrations = planRegistrations(input, bridges);
  const configs = bridges.map((bridge) => ({ bridge, ...planBridgeConfig(input, bridge) }));
  const planned = configs.map(({ bridge, missing }): PlannedBridge => ({
    id: bridge.id,
    network: bridge.known.definition.network,
    port: bridge.port,
    missing: [...missingBinary(input, bridge), ...missing],
  }));
  const startable = new Set(planned.filter(({ missing }) => missing.length === 0).map(({ id }) => id));
  const processes = [
    controlPlaneProcess(input),
    homeserverProcess(input),
    ...bridges.filter(({ id }) => startable.has(id)).map((bridge) => bridgeProcess(input, bridge)),
    ...(servesDesktop(input) ? [desktopProcess(input)] : []),
  ];
  const files = [
    ...planHomeserver(input, bridges, registrations.map(({ path }) => path)),
    ...registrations,
    planControlPlane(input, bridges),
    ...(servesDesktop(input) ? [planDesktop(input)] : []),
    planSupervisor(input, processes),
    ...configs.map(({ file }) => file),
  ];
  const { root, secrets, config, data, log, run, bin } = layout;
  return {
    directories: [...new Set([root, secrets, config, data, log, run, bin, ...files.map(({ path }) => dirname(path))])],
    files: [...files].sort((a, b) => (a.path < b.path ? -1 : 1)),
    processes,
    bridges: planned,
  };
}

/** The bridges this box has: enabled, known, and not a trial's messenger on a box that is none. */
export function boxBridges({ config, layout, knownBridges }: Pick<PlanInput, 'config' | 'layout' | 'knownBridges'>): BoxBridge[] {
  return Object.entries(config.bridges).flatMap(([id, choice]) => {
    const known = knownBridges.get(id);
    if (!choice.enabled || !known || (known.definition.trial_only && !config.trial)) return [];
    const { definition } = known;
    const port = choice.port ?? definition.port;
    const [before = '', after = ''] = definition.ghosts.split('{{.}}');
    return [{
      id,
      known,
      port,
      url: loopbackUrl(port),
      botUserId: `@${definition.bot}:${config.server_name}`,
      ghostPattern: `^@${escapeRegExp(before)}.+${escapeRegExp(after)}:${escapeRegExp(config.server_name)}$`,
      configFile: `${layout.config}/${fileNames.bridge(id)}`,
      database: `${layout.data}/bridge-${id}.db`,
    }];
  });
}

function missingBinary({ programs }: PlanInput, { id, known }: BoxBridge): string[] {
  if (programs.bridges.has(id)) return [];
  const { name, go_package: goPackage, from } = known.definition.binary;
  const remedy = goPackage
    ? '`holdfast up` builds it from source, which needs Go and gcc'
    : `get release ${known.definition.version}${from ? ` from ${from}` : ''}, then \`holdfast bridges install ${id} --from <file> --sha256 <hash>\``;
  return [`the program ${name}: ${remedy}`];
}

function bridgeProcess({ programs, layout }: PlanInput, { id, known, url, configFile }: BoxBridge): PlannedProcess {
  const binary = programs.bridges.get(id) ?? '';
  const words: Record<string, string> = { binary, config_file: configFile };
  return {
    name: `bridge-${id}`,
    command: bridgeCommands(known.definition).start.map((part) => String(fillTemplate(part, (name) => words[name]))),
    environment: {},
    directory: layout.data,
    order: 30,
    healthUrl: known.definition.framework === 'bridgev2' ? `${url}/_matrix/mau/live` : null,
  };
}
