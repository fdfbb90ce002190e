import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BoxConfig } from '../plan/box-config.ts';
import { secretsToMake, type SecretKind } from '../plan/secret-names.ts';
import { makePrivateDirectory } from './private-files.ts';

/** Makes every secret that is not there yet and returns the names of those it made. One that exists is never touched. */
export function makeMissingSecrets(directory: string, config: Pick<BoxConfig, 'bridges' | 'trial' | 'desktop'>): string[] {
  makePrivateDirectory(directory);
  const made: string[] = [];
  for (const [name, kind] of secretsToMake(config)) {
    const path = join(directory, name);
    if (existsSync(path)) continue;
    writeFileSync(path, `${newSecret(kind)}\n`, { mode: 0o600, flag: 'wx' });
    made.push(name);
  }
  return made;
}

/** All secrets of a box by name, including those a person put there. Empty where the box has none yet. */
export function readSecrets(directory: string): Map<string, string> {
  if (!existsSync(directory)) return new Map();
  const files = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map(({ name }) => [name, readFileSync(join(directory, name), 'utf8').trimEnd()]));
}

function newSecret(kind: SecretKind): string {
  switch (kind) {
    case 'token':
      return randomBytes(32).toString('hex');
    case 'password':
      return randomBytes(18).toString('base64url');
    case 'command-prefix':
      // Letters only, so that no YAML reader takes it for something else than text.
      return `hf${randomBytes(24).toString('base64').replace(/[^A-Za-z]/g, '')}`;
    case 'signing-key':
      return `ed25519 a_${randomBytes(3).toString('hex')} ${randomBytes(32).toString('base64').replace(/=+$/, '')}`;
  }
}
