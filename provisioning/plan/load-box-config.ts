import { BoxConfig } from './box-config.ts';
import type { KnownBridge } from './bridge-definition.ts';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { readYaml, splitPath } from './read-yaml.ts';

type Found = Omit<ConfigProblem, 'line'>;

/** Text of holdfast.yaml to configuration, or a ConfigError that names every wrong key and value. */
export function loadBoxConfig(text: string, bridges: ReadonlyMap<string, KnownBridge>, file = 'holdfast.yaml'): BoxConfig {
  const { value: config, lineOf } = readYaml(file, text, BoxConfig);
  const found = [...checkDatabase(config), ...checkBridges(config, bridges), ...checkAccounts(config), ...checkPorts(config, bridges)];
  if (found.length > 0) throw new ConfigError(file, found.map((problem) => ({ ...problem, line: lineOf(splitPath(problem.path)) })));
  return config;
}

function* checkDatabase({ trial, homeserver: { database } }: BoxConfig): Generator<Found> {
  if (database.kind === 'sqlite') {
    if (!trial) yield { path: 'homeserver.database.kind', message: 'sqlite is for `trial: true` only; allowed here: postgres' };
    return;
  }
  for (const key of ['connection', 'reader_connection'] as const) {
    if (database[key] === undefined) yield { path: `homeserver.database.${key}`, message: 'is missing; postgres needs the name of a secret that holds a connection string' };
  }
}

function* checkBridges(config: BoxConfig, bridges: ReadonlyMap<string, KnownBridge>): Generator<Found> {
  for (const [id, choice] of Object.entries(config.bridges)) {
    const known = bridges.get(id);
    if (!known) {
      yield { path: `bridges.${id}`, message: `there is no ${id}/bridge.yaml; known bridges: ${[...bridges.keys()].sort().join(', ')}` };
      continue;
    }
    const { settings } = known.definition;
    for (const [name, value] of Object.entries(choice.settings)) {
      const path = `bridges.${id}.settings.${name}`;
      const setting = settings[name];
      if (!setting) yield { path, message: `is not a setting of ${id}; allowed here: ${Object.keys(settings).join(', ') || 'none'}` };
      else if (setting.secret && typeof value !== 'object') yield { path, message: 'is a secret: write it to a file in the secrets directory and give `{secret: <name of the file>}`' };
    }
  }
}

function* checkAccounts({ accounts, bridges, teams }: BoxConfig): Generator<Found> {
  const teamSlugs = teams.map(({ slug }) => slug);
  yield* duplicates(teamSlugs, (index) => `teams.${index}.slug`, 'is the slug of another team too');
  yield* duplicates(accounts.map(({ slug, bridge }) => `${bridge}/${slug}`), (index) => `accounts.${index}.slug`, 'is the slug of another account of this bridge too');
  yield* duplicates(accounts.map(({ number, bridge }) => number && `${bridge}/${number}`), (index) => `accounts.${index}.number`, 'is the number of another account too');
  for (const [index, { bridge, team }] of accounts.entries()) {
    if (!(bridge in bridges)) yield { path: `accounts.${index}.bridge`, message: `is not a bridge of this box; allowed here: ${Object.keys(bridges).join(', ') || 'none'}` };
    if (team !== undefined && !teamSlugs.includes(team)) yield { path: `accounts.${index}.team`, message: `is not a team of this box; allowed here: ${teamSlugs.join(', ') || 'none'}` };
  }
}

function* checkPorts({ ports, bridges }: BoxConfig, known: ReadonlyMap<string, KnownBridge>): Generator<Found> {
  const paths = [...Object.keys(ports).map((name) => `ports.${name}`), ...Object.keys(bridges).map((id) => `bridges.${id}.port`)];
  const numbers = [...Object.values(ports), ...Object.entries(bridges).map(([id, { port }]) => port ?? known.get(id)?.definition.port)];
  yield* duplicates(numbers, (index) => paths[index] ?? '', 'is used by another part of this box too');
}

function* duplicates(values: readonly (string | number | undefined)[], pathOf: (index: number) => string, message: string): Generator<Found> {
  for (const [index, value] of values.entries()) {
    if (value !== undefined && values.indexOf(value) < index) yield { path: pathOf(index), message };
  }
}
