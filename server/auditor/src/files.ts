import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { AuditorError } from './auditor-error.ts';

/** Files of a key holder: only theirs, whole or not there, and on the disk when the call returns. */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
}

export function writeWhole(path: string, content: Uint8Array | string, { mode = 0o600, durable = true }: { mode?: number; durable?: boolean } = {}): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}.draft`;
  try {
    const file = openSync(draft, 'wx', mode);
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      if (durable) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
    if (durable) syncFolder(dirname(path));
  } catch (failure) {
    rmSync(draft, { force: true });
    throw asDiskError(path, failure);
  }
}

/** What was renamed into a folder is there after a power cut. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

export function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (failure) {
    const { code } = failure as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw asDiskError(path, failure);
  }
}

export function readNamed(path: string, what: string): Buffer {
  const bytes = readIfThere(path);
  if (!bytes) throw new AuditorError('FILE_MISSING', `${path}: there is no such file`, `It should be ${what}.`);
  return bytes;
}

export function asDiskError(path: string, failure: unknown): unknown {
  const { code } = failure as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL') return new AuditorError('DISK', `${path}: the disk is full`, 'Nothing was overwritten. Make room and run the command again: it goes on where it stood.');
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return new AuditorError('DISK', `${path}: not allowed to write or read here`, 'Look at who owns the folder.');
  if (code === 'EISDIR') return new AuditorError('FILE_UNREADABLE', `${path} is a folder`, 'Name a file.');
  return failure;
}
