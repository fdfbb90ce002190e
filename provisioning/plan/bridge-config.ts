import { isMap, parseDocument, type Document } from 'yaml';
import { fileNames } from './box-layout.ts';
import { loopbackUrl, requireSecret, secretPath, type BoxBridge, type PlanInput, type PlannedFile } from './box-plan.ts';
import { bridgeCommands, type Override } from './bridge-definition.ts';
import { boxSecrets, bridgeSecrets } from './secret-names.ts';
import { fillTemplate, UnknownTemplateName, type TemplateLookup } from './template.ts';
import { writeYaml } from './write-yaml.ts';

/** A bridge's rendered configuration, and what a person must still provide before the bridge can start. */
export type BridgeConfigPlan = { readonly file: PlannedFile; readonly missing: readonly string[] };

/** Thrown when upstream no longer has a key that we rely on. Starting the bridge anyway could, say, kick employees out of their rooms. */
export class OverrideHasNoKey extends Error {
  readonly keys: readonly string[];
  constructor(id: string, version: string, keys: readonly string[], against: string) {
    super(`bridge ${id}: ${keys.join(', ')} not found in ${against}; the overrides were written for ${version}. Compare with the release notes before changing bridge.yaml`);
    this.name = 'OverrideHasNoKey';
    this.keys = keys;
  }
}

/**
 * The bridge's own example with our overrides laid over it, comments kept. Without an example (no binary yet) the
 * overrides alone, checked against the inventory of key names of the pinned release.
 */
export function planBridgeConfig(input: PlanInput, bridge: BoxBridge): BridgeConfigPlan {
  const { id, known } = bridge;
  const { definition } = known;
  const example = input.examples.get(id);
  const { values, missing } = fillOverrides(input, bridge);
  const paths = Object.keys(known.overrides);
  const document = parseDocument(example ?? '{}');
  if (example !== undefined) {
    requireKeys(paths, (path) => hasKey(document, path.split('.')), `the example configuration of the installed binary`);
  } else if (known.knownKeys !== null) {
    requireKeys(paths, (path) => known.knownKeys?.has(path) ?? false, 'its inventory of keys (keys.txt)');
  } else if (bridgeCommands(definition).example && definition.framework !== 'bridgev2') {
    missing.push('its example configuration, which only the binary can print');
  }
  const content = example === undefined
    ? writeYaml(nest(values))
    : mergeInto(document, values);
  return {
    file: { path: `${input.layout.config}/${fileNames.bridge(id)}`, mode: 0o600, content: `${header(bridge, example !== undefined)}${content}` },
    missing,
  };

  function requireKeys(names: readonly string[], exists: (path: string) => boolean, against: string): void {
    const absent = names.filter((path) => !exists(path));
    if (absent.length > 0) throw new OverrideHasNoKey(id, definition.version, absent, against);
  }
}

function fillOverrides(input: PlanInput, bridge: BoxBridge): { values: Map<string, unknown>; missing: string[] } {
  const lookup = lookupFor(input, bridge);
  const values = new Map<string, unknown>();
  const missing = missingSettings(input, bridge);
  for (const [path, { value }] of Object.entries<Override>(bridge.known.overrides)) {
    try {
      values.set(path, fillTemplate(value, lookup));
    } catch (error) {
      if (!(error instanceof UnknownTemplateName)) throw error;
      const name = error.templateName;
      // A setting that is not there yet is for a person to give (and is already listed); a name we do not know is our own mistake.
      if (!name.startsWith('setting:')) throw new Error(`bridge ${bridge.id}: override ${path}: ${error.message}`, { cause: error });
    }
  }
  return { values, missing };
}

function missingSettings({ config, secrets }: PlanInput, { id, known }: BoxBridge): string[] {
  const given = config.bridges[id]?.settings ?? {};
  return Object.entries(known.definition.settings).flatMap(([name, setting]) => {
    const value = given[name];
    if (value === undefined) return setting.required ? [`the setting bridges.${id}.settings.${name} in holdfast.yaml (${setting.description})`] : [];
    if (typeof value === 'object' && !secrets.has(value.secret)) return [`the secret ${value.secret}, which bridges.${id}.settings.${name} refers to`];
    return [];
  });
}

function lookupFor({ config, layout, secrets }: PlanInput, { id, known, port, url, database }: BoxBridge): TemplateLookup {
  const { definition } = known;
  const names = bridgeSecrets(id);
  const gate = `${loopbackUrl(config.ports.gate)}/from-bridge/${id}`;
  const settings = config.bridges[id]?.settings ?? {};
  const words: Record<string, () => unknown> = {
    id: () => id,
    server_name: () => config.server_name,
    homeserver_url: () => loopbackUrl(config.ports.homeserver),
    port: () => port,
    url: () => url,
    bot: () => definition.bot,
    network: () => definition.network,
    ghosts: () => definition.ghosts,
    database: () => database,
    data: () => layout.data,
    status_endpoint: () => `${gate}/status`,
    checkpoint_endpoint: () => `${gate}/checkpoints`,
    as_token: () => requireSecret(secrets, names.asToken),
    hs_token: () => requireSecret(secrets, names.toBridge),
    provisioning_secret: () => requireSecret(secrets, names.provisioning),
    command_prefix: () => requireSecret(secrets, names.commandPrefix),
    double_puppet_token: () => requireSecret(secrets, boxSecrets.doublePuppetAsToken),
    registration_file: () => `${layout.config}/${fileNames.registration(id)}`,
    log_level: () => (config.log.level === 'debug' ? 'debug' : 'warn'),
  };
  return (name) => {
    const [kind, rest] = name.split(':', 2);
    if (rest === undefined) return words[name]?.();
    if (kind === 'secret') return secrets.get(rest);
    if (kind === 'secret_file') return secretPath(layout, rest);
    if (kind !== 'setting') return undefined;
    const given = settings[rest] ?? definition.settings[rest]?.default;
    return typeof given === 'object' ? secrets.get(given.secret) : given;
  };
}

const hasKey = (document: Document, path: readonly string[]) => document.hasIn(path);

function mergeInto(document: Document, values: ReadonlyMap<string, unknown>): string {
  for (const [path, value] of values) {
    const keys = path.split('.');
    const node = document.createNode(value);
    // An empty map or list is easier to read on one line than as a bare key.
    if (isMap(node) && node.items.length === 0) node.flow = true;
    document.setIn(keys, node);
  }
  return `${document.toString({ lineWidth: 0 }).trimEnd()}\n`;
}

function nest(values: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [path, value] of values) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    let map = root;
    for (const key of keys) map = (map[key] ??= {}) as Record<string, unknown>;
    map[last] = value;
  }
  return root;
}

function header({ id, known }: BoxBridge, merged: boolean): string {
  const origin = merged ? 'the example configuration of the installed binary, with the overrides' : 'the overrides alone (no binary is installed yet), with the values';
  return `# Rendered by \`holdfast render\` from ${origin}\n# of ${id}'s bridge.yaml (${known.definition.version}). Changes made here are lost.\n`;
}
