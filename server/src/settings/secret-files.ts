import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { Secret } from '../kernel/index.ts';

/** One secret, one file of mode 0600. Written whole or not at all, whatever is killed. */
export function writeSecretFile(path: string, value: string): void {
  const next = `${path}.next`;
  rmSync(next, { force: true });
  const file = openSync(next, 'wx', 0o600);
  try {
    writeSync(file, `${value}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(next, path);
}

export function removeSecretFile(path: string): void {
  rmSync(path, { force: true });
}

/** Undefined when there is none, or none that can be read. */
export function readSecretFile(path: string): Secret | undefined {
  try {
    const value = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    return value === '' ? undefined : new Secret(value);
  } catch {
    return undefined; // whoever needs it says that it is not set
  }
}
