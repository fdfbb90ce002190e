import { hash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { AuditorError } from '../auditor-error.ts';
import { asDiskError, readIfThere, syncFolder, writeWhole } from '../files.ts';
import { asNumber, asRecord, asText, type Json } from '../reading/index.ts';

/** One look into the archive, written down before it happens. */
export type AccessEntry = {
  readonly n: number;
  readonly at: number;
  readonly holder: string;
  readonly action: 'search' | 'show' | 'export' | 'release';
  readonly reason: string;
  /** What was asked for: words, filters, formats. */
  readonly scope: Json;
  /** Hash of the entry before; null of the first. */
  readonly previous: string | null;
  readonly hash: string;
};

const domain = 'holdfast.archive/access-entry/v1\n';
const contentOf = ({ n, at, holder, action, reason, scope, previous }: Omit<AccessEntry, 'hash'>): string => JSON.stringify({ n, at, holder, action, reason, scope, previous });
const hashOf = (entry: Omit<AccessEntry, 'hash'>): string => hash('sha256', domain + contentOf(entry));

function parseEntry(line: string): AccessEntry | undefined {
  try {
    const said = asRecord(JSON.parse(line));
    const entry = { n: asNumber(said['n']) ?? 0, at: asNumber(said['at']) ?? 0, holder: asText(said['holder']) ?? '', action: asText(said['action']) as AccessEntry['action'], reason: asText(said['reason']) ?? '', scope: asRecord(said['scope']), previous: asText(said['previous']) };
    return asText(said['hash']) === hashOf(entry) ? { ...entry, hash: hashOf(entry) } : undefined;
  } catch {
    return undefined;
  }
}

/** All entries, each checked against the one before. What a crash left unfinished at the end never happened. */
export function readAccessLog(path: string): { entries: AccessEntry[]; bytes: number } {
  const text = readIfThere(path)?.toString('utf8') ?? '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const entries: AccessEntry[] = [];
  for (const [n, line] of whole.split('\n').slice(0, -1).entries()) {
    const entry = parseEntry(line);
    if (entry?.n !== n + 1 || entry.previous !== (entries.at(-1)?.hash ?? null)) {
      throw new AuditorError('ACCESS_LOG', `${path}: line ${n + 1} is not the one that was written`, 'Looks are not recorded on a log that was altered. Put it back from a backup; what was handed in to the archive shows what it held.');
    }
    entries.push(entry);
  }
  return { entries, bytes: Buffer.byteLength(whole) };
}

/** Appends and does not return before it is on the disk: the look comes after. */
export function recordAccess(path: string, entry: Pick<AccessEntry, 'holder' | 'action' | 'reason' | 'scope'>, now: number): AccessEntry {
  if (entry.reason.trim() === '') throw new AuditorError('USAGE', '--reason is missing', 'Every search, look and export needs one. It is recorded before it happens and handed in to the archive at the next sync.');
  const { entries, bytes } = readAccessLog(path);
  const last = entries.at(-1);
  const content = { n: entries.length + 1, at: now, ...entry, reason: entry.reason.trim(), previous: last?.hash ?? null };
  const written: AccessEntry = { ...content, hash: hashOf(content) };
  const isNew = !existsSync(path);
  try {
    const file = openSync(path, isNew ? 'w' : 'r+', 0o600);
    try {
      ftruncateSync(file, bytes);
      writeSync(file, `${JSON.stringify(written)}\n`, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (isNew) syncFolder(dirname(path));
  } catch (failure) {
    throw asDiskError(path, failure);
  }
  return written;
}

/** How many entries the archive has taken. Lost, they are handed in again: the archive knows them by their numbers. */
export const handedIn = (path: string): number => Number(readIfThere(`${path}.handed`)?.toString('utf8') ?? 0) || 0;
export const markHandedIn = (path: string, n: number): void => writeWhole(`${path}.handed`, String(n));
