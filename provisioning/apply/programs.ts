import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BoxLayout } from '../plan/box-layout.ts';
import type { Programs } from '../plan/box-plan.ts';
import type { KnownBridge } from '../plan/bridge-definition.ts';
import { builtBridge } from './build-bridges.ts';
import { environmentPython } from './homeserver-environment.ts';

/** Finds the programs of a box as they are on this machine now. A bridge installed into the box comes before one built from source. */
export function findPrograms(checkout: string, layout: Pick<BoxLayout, 'bin'>, bridges: ReadonlyMap<string, KnownBridge>): Programs {
  const found = new Map<string, string>();
  for (const [id, { definition }] of bridges) {
    const candidates = [join(layout.bin, definition.binary.name), builtBridge(checkout, definition)];
    const binary = candidates.find((path) => path !== undefined && isExecutable(path));
    if (binary !== undefined) found.set(id, binary);
  }
  const host = join(checkout, 'desktop', 'host', 'main.ts');
  return { checkout, node: process.execPath, python: environmentPython(checkout), bridges: found, desktopHost: existsSync(host) ? host : null };
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
