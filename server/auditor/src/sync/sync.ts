import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundlesOf, checkpointPath, foldRanges, keyslotPath, packPath, parseCheckpoint, parseVerifierKey, readHead, tilePath, tileWidth, type Fault, type Head, type Pin, type RangeResult, type Verified } from '@holdfast/archive-format';
import { copyNew, openSource, type Source, type SourceRef } from '../archive-copy/index.ts';
import { AuditorError } from '../auditor-error.ts';
import { makePrivateFolder, writeWhole } from '../files.ts';
import { archiveHome, knownArchives, readKnown, writeKnown, type KnownArchive } from '../home.ts';
import { openIndex, type IndexStore } from '../index-store/index.ts';
import { indexKeyOf, type HolderKey } from '../keys/index.ts';
import { faultWords, verdictOf, verifyBundles } from '../verification/index.ts';
import { indexNew, indexWaiting } from './index-new.ts';
import { joinVerified, readVerified, writeVerified } from './verified-state.ts';

export type Stage = 'copied' | 'verified' | 'opened';
export type Sync = {
  readonly home: string;
  readonly source: SourceRef;
  /** As the holder typed it, to be remembered. */
  readonly where: string;
  /** Needed the first time: what is verified hangs on it. */
  readonly vkey?: string;
  readonly genesis?: string;
  readonly requireQuorum?: boolean;
  readonly onProgress: (stage: Stage, done: number, of: number) => void;
};
export type Copied = { readonly known: KnownArchive; readonly before: number; readonly verified: Verified };

/** Which archive this is, told by what is known here; its head, signed by the key of its log. */
async function headOf({ home, source: ref, vkey: given, where, genesis }: Sync, source: Source): Promise<{ known: KnownArchive; head: Head }> {
  const file = await source.read('checkpoint');
  if (!file) throw new AuditorError('ARCHIVE_MISSING', `${where}: there is no file \`checkpoint\``, ref.kind === 'folder' ? 'Name the folder that holds `checkpoint` and `tile`. If a copy is still under way, wait until it has ended.' : 'Look at the address: it ends before `/checkpoint`.');
  const origin = parseCheckpoint(Buffer.from(file).toString('utf8'))?.origin;
  if (origin === undefined) throw new AuditorError('ARCHIVE_ALTERED', `${where}/checkpoint is damaged`, 'Nothing was copied. Ask for it anew.');
  const known = readKnown(home, origin);
  const vkey = known?.vkey ?? given;
  if (vkey === undefined) {
    const others = knownArchives(home).filter((each) => each.source === where).map((each) => each.origin);
    if (others.length > 0) throw new AuditorError('ARCHIVE_OTHER', `${where} is the archive ${origin}, and was ${others.join(', ')} before`, 'This is another box’s archive. If that is meant, give its --log-key.');
    throw new AuditorError('USAGE', `the archive ${origin} is not known here`, 'Give the key of its log with --log-key, as you got it when the archive was begun. Without it nothing can be verified.');
  }
  if (parseVerifierKey(vkey) === undefined) throw new AuditorError('USAGE', '--log-key: this is no key of a log', 'It looks like name+1234abcd+Base64, in one line.');
  if (given !== undefined && given !== vkey) throw new AuditorError('ARCHIVE_OTHER', `--log-key is not the key that is known for ${origin}`, 'The key of a log does not change. If two are told to you, find out why before you go on.');
  const { head, fault } = await readHead(source, vkey);
  if (!head) throw fault.code === 'ORIGIN_WRONG' ? new AuditorError('ARCHIVE_OTHER', `${where} is the archive ${origin}, not that of --log-key`, 'This is another box’s archive.') : new AuditorError('ARCHIVE_ALTERED', `${where}: ${faultWords(fault)}`, 'Nothing was copied.');
  return { head, known: known ?? { origin, vkey, genesis: genesis ?? null, source: where, pin: null, policyNote: null } };
}

export const pinsOf = ({ pin }: KnownArchive): Pin[] => (pin ? [{ size: pin.size, root: Buffer.from(pin.root, 'hex') }] : []);

/**
 * Copies what is new, verifies it against the head that was pinned before, and only then pins the new one. What does not
 * verify is taken out of the copy, so that it is copied anew next time, and nothing is pinned.
 */
export async function copyAndVerify(order: Sync): Promise<Copied> {
  const source = openSource(order.source);
  const { known, head } = await headOf(order, source);
  const { copy, verified: verifiedFile, folder } = archiveHome(order.home, known.origin);
  const before = known.pin?.size ?? 0;
  if (head.size < before) throw new AuditorError('ARCHIVE_ALTERED', `${order.where} has ${head.size} records, and had ${before} when it was last seen`, 'It was cut short, or it is an old copy. Nothing was changed here.');
  makePrivateFolder(folder);
  makePrivateFolder(copy);
  const prior = readVerified(verifiedFile);
  const start = prior.to * tileWidth <= before ? prior : readVerified('');
  await copyNew({ source, to: copy, fromBundle: start.to, size: head.size, onBundle: (records) => order.onProgress('copied', records, head.size) });
  const ref: SourceRef = { kind: 'folder', path: copy };
  const fullEnd = Math.floor(head.size / tileWidth);
  let done = start.to;
  const onBundles = (more: number): void => order.onProgress('verified', Math.min(head.size, (done += more) * tileWidth), head.size);
  const full = await verifyBundles(ref, { from: start.to, to: fullEnd, size: head.size, withMedia: true, onBundles });
  const rest = await verifyBundles(ref, { from: fullEnd, to: bundlesOf(head.size), size: head.size, withMedia: true, onBundles, threads: 1 });
  const verified = await fold(ref, { head, known, ranges: [...(start.to > 0 ? [start] : []), ...full, ...rest] }, order.requireQuorum === true);
  if (verified.faults.length > 0) throw refusal(order.where, copy, verified);
  writeWhole(join(copy, 'checkpoint'), head.note);
  makePrivateFolder(join(copy, 'cp'));
  writeWhole(join(copy, checkpointPath(head.size)), head.note);
  writeVerified(verifiedFile, joinVerified(start, full));
  const pinned: KnownArchive = { ...known, source: order.where, pin: { size: head.size, root: Buffer.from(head.root).toString('hex') }, policyNote: verified.policyNote };
  writeKnown(order.home, pinned);
  return { known: pinned, before, verified };
}

async function fold(ref: SourceRef, { head, known, ranges }: { head: Head; known: KnownArchive; ranges: readonly RangeResult[] }, requireQuorum: boolean): Promise<Verified> {
  return foldRanges(openSource(ref), { head, ranges, pins: pinsOf(known), genesis: known.genesis, requireQuorum });
}

function refusal(where: string, copy: string, verified: Verified): AuditorError {
  for (const fault of verified.faults) for (const path of filesOf(fault)) rmSync(join(copy, path), { recursive: true, force: true });
  const told = verified.faults.slice(0, 5).map(faultWords).join('\n  ');
  const more = verified.faults.length - 5 + verified.moreFaults;
  return new AuditorError(
    verdictOf(verified) === 'incomplete' ? 'ARCHIVE_INCOMPLETE' : 'ARCHIVE_ALTERED',
    `${where} is not as it was written:\n  ${told}${more > 0 ? `\n  and ${more} more` : ''}`,
    `Records before ${verified.goodUpTo} are good. Nothing was pinned or opened; the next sync copies these parts anew.`,
  );
}

function filesOf({ index, path }: Fault): string[] {
  const bundle = index === null ? undefined : Math.floor(index / tileWidth);
  const own = path === null || path === 'checkpoint' ? [] : [path];
  return bundle === undefined ? own : [...own, ...[tilePath('entries', bundle), packPath(bundle), tilePath(0, bundle)].flatMap((each) => [each, `${each}.p`])];
}

/** The index of an archive under the holder's key. */
export const openArchiveIndex = (home: string, { origin }: KnownArchive, key: HolderKey): IndexStore => openIndex(archiveHome(home, origin).index, indexKeyOf(key, origin));
export const copyOf = (home: string, { origin }: KnownArchive): Source => openSource({ kind: 'folder', path: archiveHome(home, origin).copy });

export type Indexed = { readonly records: number; readonly messages: number; readonly purged: number; readonly opened: number; readonly unopened: Readonly<Record<string, number>> };

/** Opens and indexes what was verified; drops what key holders had erased. */
export async function bringIndexUp({ home, known, erased, key, index, onProgress }: { home: string; known: KnownArchive; erased: readonly string[]; key: HolderKey; index: IndexStore; onProgress: Sync['onProgress'] }): Promise<Indexed> {
  const copy = copyOf(home, known);
  const size = known.pin?.size ?? 0;
  const purged = index.purge(erased);
  for (const kid of erased) rmSync(join(archiveHome(home, known.origin).copy, keyslotPath(Buffer.from(kid, 'hex'))), { force: true });
  const isFirst = index.indexedTo() === 0;
  const onRecords = (done: number, of: number): void => onProgress('opened', done, of);
  const opened = await indexWaiting({ copy, index, key, size, onProgress: onRecords });
  await indexNew({ copy, index, key, size, onProgress: onRecords });
  if (isFirst && size > 100_000) index.tidy();
  const unopened: Record<string, number> = {};
  for (const { fault } of index.unopenedChains()) if (fault !== null && !(fault === 'SLOT_MISSING')) unopened[fault] = (unopened[fault] ?? 0) + 1;
  return { ...index.counts(), purged, opened, unopened };
}
