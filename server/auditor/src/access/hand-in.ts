import { signNote, type NoteSigner } from '@holdfast/archive-format';
import { dirname, join } from 'node:path';
import type { SourceRef } from '../archive-copy/index.ts';
import { writeWhole } from '../files.ts';
import { handedIn, markHandedIn, readAccessLog, type AccessEntry } from './access-log.ts';

/**
 * What a key holder hands in of their own looks: a signed note (docs/spec/archive.md, "Looks of key holders"). The archive
 * seals it as a record of type ACCESS.
 */
export const formatAccessNote = (entries: readonly AccessEntry[], { origin, signer }: { origin: string; signer: NoteSigner }): string =>
  signNote(['holdfast.archive/access/v1', `origin ${origin}`, `holder ${signer.name}`, `from ${entries[0]?.n ?? 0}`, `to ${entries.at(-1)?.n ?? 0}`, `previous ${entries[0]?.previous ?? 'none'}`, ...entries.map((entry) => `entry ${JSON.stringify(entry)}`), ''].join('\n'), signer);

export type HandIn = { readonly count: number; readonly how: 'nothing' } | { readonly count: number; readonly how: 'posted' } | { readonly count: number; readonly how: 'file'; readonly path: string; readonly because: string };

const mostAtOnce = 500;
const timeoutMs = 30_000;

/** Posts what was not handed in yet to `<address>/access`; a folder, or an address that takes none, gets a file to carry. */
export async function handInAccess(logPath: string, { source, origin, signer }: { source: SourceRef; origin: string; signer: NoteSigner }): Promise<HandIn> {
  const { entries } = readAccessLog(logPath);
  const waiting = entries.slice(Math.min(handedIn(logPath), entries.length));
  if (waiting.length === 0) return { count: 0, how: 'nothing' };
  if (source.kind === 'folder') return asFile(waiting, 'a folder takes nothing in');
  for (let at = 0; at < waiting.length; at += mostAtOnce) {
    const part = waiting.slice(at, at + mostAtOnce);
    const refused = await post(source, formatAccessNote(part, { origin, signer }));
    if (refused !== null) return asFile(waiting.slice(at), refused);
    markHandedIn(logPath, part.at(-1)?.n ?? 0);
  }
  return { count: waiting.length, how: 'posted' };

  function asFile(part: readonly AccessEntry[], because: string): HandIn {
    const path = join(dirname(logPath), `access-request-${part[0]?.n}-${part.at(-1)?.n}.txt`);
    writeWhole(path, formatAccessNote(part, { origin, signer }));
    return { count: part.length, how: 'file', path, because };
  }
}

async function post({ base, token }: SourceRef & { kind: 'address' }, note: string): Promise<string | null> {
  try {
    const response = await fetch(`${base}/access`, { method: 'POST', body: note, redirect: 'error', headers: { 'content-type': 'text/plain; charset=utf-8', ...(token === null ? {} : { authorization: `Bearer ${token}` }) }, signal: AbortSignal.timeout(timeoutMs) });
    await response.body?.cancel();
    return response.ok ? null : `the address answered ${response.status}`;
  } catch {
    return 'the address did not answer';
  }
}
