import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, createReadStream, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { BridgeDefinition } from '../plan/bridge-definition.ts';
import type { Box } from './open-box.ts';
import { OperatorError } from './operator-error.ts';
import { printExample, printVersion } from './print-example.ts';
import { makePrivateDirectory } from './private-files.ts';

/**
 * Takes a release binary into the box: its hash is compared before it is ever run, then it must say its version and
 * print its example configuration. What fails leaves the box as it was.
 */
export async function installBridge(box: Box, id: string, { from, sha256 }: { from: string; sha256: string }): Promise<{ path: string; version: string | undefined }> {
  const known = box.knownBridges.get(id);
  if (!known) throw new OperatorError(`no bridge is called ${id}`, `Known bridges: ${[...box.knownBridges.keys()].join(', ')}`);
  const { definition } = known;
  if (!/^[0-9a-f]{64}$/i.test(sha256)) throw new OperatorError('that is no SHA-256', 'It has 64 hexadecimal digits.');
  if (!statSync(from, { throwIfNoEntry: false })?.isFile()) throw new OperatorError(`${from} is no file`, 'Name the downloaded binary itself, unpacked.');
  makePrivateDirectory(box.layout.bin);
  const path = join(box.layout.bin, definition.binary.name);
  const draft = `${path}.${randomBytes(6).toString('hex')}.draft`;
  try {
    copyFileSync(from, draft);
    // The copy is hashed, not the original: nobody can swap the file between check and use.
    await requireHash(draft, from, sha256, definition);
    chmodSync(draft, 0o700);
    const version = await requireUsable(definition, draft);
    renameSync(draft, path);
    return { path, version };
  } finally {
    rmSync(draft, { force: true });
  }
}

async function requireHash(file: string, from: string, expected: string, { checksum, id }: BridgeDefinition): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('hex');
  if (found !== expected.toLowerCase()) throw new OperatorError(`${from} has the SHA-256 ${found}, not the one given`, 'Download it again from the official release page and compare with the checksum published there.');
  if (checksum?.startsWith('sha256:') && checksum !== `sha256:${found}`) throw new OperatorError(`${from} is not the release that ${id}'s bridge.yaml pins (${checksum})`, 'Install the pinned release, or change bridge.yaml after reading the release notes.');
}

async function requireUsable(definition: BridgeDefinition, binary: string): Promise<string | undefined> {
  const version = await printVersion(definition, binary);
  const expected = definition.reports_version;
  if (version !== undefined && expected !== undefined && !version.includes(expected)) {
    throw new OperatorError(`the binary says it is \`${version}\`; bridge.yaml was written for ${expected}`, `Install release ${definition.version}.`);
  }
  await printExample(definition, binary);
  return version;
}
