import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BridgeDefinition } from '../plan/bridge-definition.ts';
import { OperatorError } from './operator-error.ts';
import { runCommand } from './run-command.ts';

/**
 * Where a bridge built from source lies: under a name made from all it is built of, so that boxes share builds
 * and a changed source is never run from an old binary. Undefined for a bridge that is installed, not built.
 */
export function builtBridge(checkout: string, { id, binary }: BridgeDefinition): string | undefined {
  const { go_package: goPackage, name } = binary;
  return goPackage === undefined ? undefined : join(checkout, 'bridges', 'bin', sourceHash(goModule(checkout, id), goPackage), name);
}

/** The Go module that pins the bridge: its own where it has one, else the one shared by all. */
function goModule(checkout: string, id: string): string {
  const own = join(checkout, 'bridges', id);
  return existsSync(join(own, 'go.mod')) ? own : join(checkout, 'bridges');
}

/** Builds the bridge unless that build is there already. Two builds at once end with one of two equal files. */
export async function buildBridge(checkout: string, definition: BridgeDefinition, onProgress: (line: string) => void): Promise<void> {
  const target = builtBridge(checkout, definition);
  if (target === undefined || existsSync(target)) return;
  await requireBuildTools();
  const draft = `${target}.building-${process.pid}`;
  mkdirSync(dirname(target), { recursive: true });
  try {
    const { code, stderr } = await runCommand(
      // goolm: the bridges' crypto without a C library of its own. readonly: go.sum decides what is built, never the network.
      ['go', 'build', '-tags', 'goolm', '-mod=readonly', '-trimpath', '-o', draft, definition.binary.go_package ?? ''],
      { cwd: goModule(checkout, definition.id), env: { ...process.env, CGO_ENABLED: '1' }, onLine: onProgress },
    );
    if (code !== 0) throw new OperatorError(`bridge ${definition.id} could not be built:\n${stderr.trim().split('\n').slice(-8).join('\n')}`, 'See the compiler output above.');
    renameSync(draft, target);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Go and a C compiler; throws naming what is missing and how to get it. */
export async function requireBuildTools(): Promise<void> {
  if ((await runCommand(['go', 'version'])).code !== 0) {
    throw new OperatorError('Go is needed to build the bridges and was not found', 'Install the release that its go.mod names from https://go.dev/dl/ and put its bin directory on PATH.');
  }
  if ((await runCommand(['gcc', '--version'])).code !== 0) {
    throw new OperatorError('gcc is needed to build the bridges (SQLite) and was not found', 'Debian: apt-get install gcc libc6-dev');
  }
}

function sourceHash(module: string, goPackage: string): string {
  const hash = createHash('sha256').update(goPackage);
  const own = goPackage.startsWith('./') ? filesBelow(join(module, goPackage.split('/')[1] ?? '')) : [];
  for (const file of [join(module, 'go.mod'), join(module, 'go.sum'), ...own]) {
    hash.update(file.slice(module.length)).update(existsSync(file) ? readFileSync(file) : '');
  }
  return hash.digest('hex').slice(0, 12);
}

/** Everything that can end up in the binary: Go files and what they embed, but no tests. */
function filesBelow(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('_test.go') && entry.name !== 'bridge.yaml')
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
