import { decodeEntries, decodeLeaf, LeafType, sealedTypes, tilePath, tileWidth } from '@holdfast/archive-format';
import type { Source } from '../archive-copy/index.ts';
import { AuditorError } from '../auditor-error.ts';
import type { IndexStore } from '../index-store/index.ts';
import type { HolderKey } from '../keys/index.ts';
import { createBundleOpener, kidHex, type OpenedRows, type OpenTask } from '../opening/index.ts';
import { openThreads, threadCount, type Threads } from '../threads.ts';
import { openSlot } from './slots.ts';

const bundlesPerTask = 8;
/** Starting a thread costs more than opening these. */
const mostOnThisThread = 16;
const workerFile = new URL('../opening/open-worker.ts', import.meta.url);

export type IndexNew = { readonly copy: Source; readonly index: IndexStore; readonly key: HolderKey; readonly size: number; readonly onProgress: (records: number, of: number) => void };

type Opening = { readonly kid: string; readonly index: number; readonly at: number };
type Batch = { readonly task: OpenTask; readonly end: number };

/**
 * Opens what the index lacks and puts it in. Threads open; this one opens keyslots and writes, in the order of the log, rows
 * and mark in one transaction: a kill leaves an index that goes on where it stood.
 */
export async function indexNew({ copy, index, key, size, onProgress }: IndexNew): Promise<void> {
  const first = index.indexedTo();
  if (first >= size) return;
  await inBatches(copy, { first, size, only: null, keysOf: (kids, opened) => keysFor({ copy, index, key }, kids, opened) }, (rows, end) => {
    index.write(rows.rows, end);
    onProgress(end, size);
  });
}

/** Chains that did not open before and do now: their records are put in behind the mark. Returns how many chains. */
export async function indexWaiting({ copy, index, key, size, onProgress }: IndexNew): Promise<number> {
  const waiting = index.unopenedChains();
  const opened = [];
  for (const each of waiting) {
    const chain = await openSlot(copy, index, key, each);
    if (chain.key) opened.push(chain);
  }
  const [earliest] = opened;
  if (!earliest) return 0;
  const only = opened.map(({ kid }) => kid);
  const keys = opened.map(({ kid, key: chainKey }) => [kid, chainKey as Uint8Array] as const);
  const to = Math.min(size, index.indexedTo());
  index.writeChains(opened.map((chain) => ({ ...chain, key: null }))); // until their records are in
  await inBatches(copy, { first: earliest.index, size: to, only, keysOf: async () => keys }, (rows, end) => {
    index.add(rows.rows.filter(({ index: at }) => !index.has(at)));
    onProgress(end, to);
  });
  index.writeChains(opened);
  return opened.length;
}

async function keysFor({ copy, index, key }: Pick<IndexNew, 'copy' | 'index' | 'key'>, kids: ReadonlySet<string>, opened: readonly Opening[]): Promise<[string, Uint8Array][]> {
  const fresh = opened.filter(({ kid }) => index.chain(kid) === undefined);
  index.writeChains(await Promise.all(fresh.map((each) => openSlot(copy, index, key, each))));
  return [...kids].flatMap((kid) => {
    const chainKey = index.chain(kid)?.key;
    return chainKey ? [[kid, Uint8Array.from(chainKey)] as [string, Uint8Array]] : [];
  });
}

type Span = { first: number; size: number; only: readonly string[] | null; keysOf(kids: ReadonlySet<string>, opened: readonly Opening[]): Promise<readonly (readonly [string, Uint8Array])[]> };

async function inBatches(copy: Source, { first, size, only, keysOf }: Span, take: (rows: OpenedRows, end: number) => void): Promise<void> {
  const last = Math.ceil(size / tileWidth);
  const count = Math.min(threadCount(), Math.ceil((last - Math.floor(first / tileWidth)) / bundlesPerTask));
  const isSmall = last - Math.floor(first / tileWidth) <= mostOnThisThread;
  const threads: Threads<OpenTask, OpenedRows> = isSmall ? { run: createBundleOpener(), close: async () => undefined } : openThreads<OpenTask, OpenedRows>(workerFile, Math.max(1, count));
  const running: { rows: Promise<OpenedRows>; end: number }[] = [];
  const settle = async (): Promise<void> => {
    const oldest = running.shift();
    if (oldest) take(await oldest.rows, oldest.end);
  };
  try {
    for (let from = Math.floor(first / tileWidth); from < last; from += bundlesPerTask) {
      const to = Math.min(last, from + bundlesPerTask);
      const { kids, opened } = await chainsIn(copy, from, to, size);
      const batch: Batch = { task: { source: copy.ref, from, to, size, first, only, keys: await keysOf(kids, opened) }, end: Math.min(size, to * tileWidth) };
      const rows = threads.run(batch.task);
      rows.catch(() => undefined); // told where it is awaited
      running.push({ rows, end: batch.end });
      if (running.length > 2 * count) await settle();
    }
    while (running.length > 0) await settle();
  } finally {
    await threads.close();
  }
}

async function chainsIn(copy: Source, from: number, to: number, size: number): Promise<{ kids: Set<string>; opened: Opening[] }> {
  const kids = new Set<string>();
  const opened: Opening[] = [];
  for (let bundle = from; bundle < to; bundle++) {
    const width = Math.min(tileWidth, size - bundle * tileWidth);
    const entries = (await copy.read(tilePath('entries', bundle, width))) ?? (await copy.read(tilePath('entries', bundle)));
    if (!entries) throw new AuditorError('ARCHIVE_INCOMPLETE', `the copy lacks ${tilePath('entries', bundle)}`, 'Run `holdfast-auditor sync`: it copies what is missing.');
    for (const [n, bytes] of decodeEntries(entries).slice(0, width).entries()) {
      const leaf = decodeLeaf(bytes);
      if (leaf && sealedTypes.has(leaf.type)) kids.add(kidHex(leaf));
      if (leaf?.type === LeafType.epochOpen) opened.push({ kid: kidHex(leaf), index: bundle * tileWidth + n, at: leaf.timeMs });
    }
  }
  return { kids, opened };
}
