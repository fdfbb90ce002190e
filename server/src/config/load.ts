import { readFileSync, statSync } from 'node:fs';
import { ControlPlaneConfig } from '@holdfast/contract';
import { Value } from 'typebox/value';
import { Secret } from '../kernel/index.ts';

/** Stops the start. Says where and what; never a value. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

/** Reads what provisioning rendered. A wrong or unknown key stops the start with its path. */
export function loadConfig(path: string): Readonly<ControlPlaneConfig> {
  const parsed = parseJson(path);
  if (!Value.Check(ControlPlaneConfig, parsed)) {
    const faults = [...Value.Errors(ControlPlaneConfig, parsed)].slice(0, 5).map((fault) => `${fault.instancePath || '/'}: ${fault.message}`);
    throw new ConfigError(`${path} is not valid:\n  ${faults.join('\n  ')}`);
  }
  return Object.freeze(parsed);
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (cause) {
    throw new ConfigError(`${path} cannot be read: ${cause instanceof Error ? cause.message : 'unknown'}`);
  }
}

/** A secret's file must be readable by its owner alone; anything wider stops the start. */
export function readSecret(path: string): Secret {
  let mode: number;
  let text: string;
  try {
    mode = statSync(path).mode & 0o777;
    text = readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new ConfigError(`secret ${path} cannot be read: ${cause instanceof Error ? cause.message : 'unknown'}`);
  }
  if ((mode & 0o077) !== 0) throw new ConfigError(`secret ${path} has mode ${mode.toString(8)}; it must be 600`);
  if (text === '') throw new ConfigError(`secret ${path} is empty`);
  return new Secret(text);
}
