import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BridgeDefinition, FrameworkOverrides, type KnownBridge, type Override } from '../plan/bridge-definition.ts';
import { ConfigError } from '../plan/config-error.ts';
import { readYaml } from '../plan/read-yaml.ts';
import { readIfThere } from './private-files.ts';

/**
 * Reads every bridge.yaml: those delivered with Holdfast and those in the box's own `bridges` directory, which win.
 * Adding a folder with a bridge.yaml is all it takes to make a bridge known.
 */
export function readKnownBridges(checkout: string, boxBridges: string): Map<string, KnownBridge> {
  const delivered = join(checkout, 'bridges');
  const framework = readFrameworkOverrides(checkout);
  const known = new Map<string, KnownBridge>();
  for (const folder of [delivered, boxBridges]) {
    for (const id of bridgeFolders(folder)) known.set(id, readBridge(join(folder, id), id, framework));
  }
  return known;
}

function bridgeFolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'bridge.yaml')))
    .map(({ name }) => name)
    .sort();
}

function readBridge(folder: string, id: string, framework: Readonly<Record<string, Override>>): KnownBridge {
  const file = join(folder, 'bridge.yaml');
  const { value: definition } = readYaml(file, readFileSync(file, 'utf8'), BridgeDefinition);
  if (definition.id !== id) throw new ConfigError(file, [{ path: 'id', line: null, message: `is ${definition.id}, but the folder is called ${id}` }]);
  return {
    definition,
    overrides: definition.framework === 'bridgev2' ? { ...framework, ...definition.overrides } : definition.overrides,
    knownKeys: readKeyInventory(join(folder, 'keys.txt')),
  };
}

/** What every bridge on bridgev2 gets, whichever it is. */
export function readFrameworkOverrides(checkout: string): Record<string, Override> {
  const file = join(checkout, 'bridges', 'bridgev2.yaml');
  return readYaml(file, readFileSync(file, 'utf8'), FrameworkOverrides).value.overrides;
}

function readKeyInventory(file: string): ReadonlySet<string> | null {
  const text = readIfThere(file);
  if (text === undefined) return null;
  return new Set(text.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')));
}
