import {
  closingRecord, createChain, createCosigner, createSigner, createTree, encodeEntries, formatCheckpoint, formatPolicy, keyslotPath, kidOf, leafHash, LeafType, mediaPath, newChainKey, newIdentity, openingRecord, packPath, plainRecord, policyHash,
  ready, recipientOf, sha256, signNote, tilePath, tileWidth, wrapKeyslot, checkpointPath,
  type ArchiveReader, type Chain, type Hash, type Holder, type NoteSigner, type Policy, type Sealed,
} from '../src/index.ts';

/** A key holder as the auditor's tool makes one: an identity that opens and a key that signs. */
export type TestHolder = Holder & { readonly identity: string; readonly signer: NoteSigner };

/** Seeds and texts that are the same in every run; keys of age are not. */
export const seedOf = (name: string): Uint8Array => sha256(Buffer.from(`test seed ${name}`));

export async function makeHolder(name: string, { postQuantum = false }: { postQuantum?: boolean } = {}): Promise<TestHolder> {
  const identity = await newIdentity({ postQuantum });
  const signer = createSigner(name, seedOf(name));
  return { name, identity, recipient: await recipientOf(identity), vkey: signer.vkey, signer };
}

export function policyOf(holders: readonly Holder[], rest: Partial<Policy> = {}): Policy {
  return { origin: 'box.test/archive', sequence: 1, threshold: 1, previous: null, holders: holders.map(({ name, recipient, vkey }) => ({ name, recipient, vkey })), witnesses: [], quorum: 0, ...rest };
}
export const signPolicy = (policy: Policy, by: readonly TestHolder[]): string => signNote(formatPolicy(policy), ...by.map(({ signer }) => signer));

export type MemoryArchive = Awaited<ReturnType<typeof createMemoryArchive>>;

/** An archive in a Map, written as the box writes it. For tests of whatever reads archives. */
export async function createMemoryArchive({ holders, policy = policyOf(holders), startMs = 1_770_000_000_000, witnesses = [] }: { holders: readonly TestHolder[]; policy?: Policy; startMs?: number; witnesses?: readonly NoteSigner[] }) {
  await ready();
  const files = new Map<string, Uint8Array>();
  const records: Sealed[] = [];
  const signer = createSigner(policy.origin, seedOf(policy.origin));
  let tree = createTree();
  let timeMs = startMs;

  const append = (record: Sealed): number => records.push(record) - 1;
  const reader: ArchiveReader = { read: async (path) => files.get(path) };
  const first = signPolicy(policy, holders);
  append(plainRecord(LeafType.config, timeMs, first));

  const archive = {
    files, reader, records, signer,
    vkey: signer.vkey,
    policy,
    genesis: policyHash(formatPolicy(policy)),
    append,
    /** A time that goes on by itself. */
    tick: (): number => (timeMs += 1000),
    root: (): Hash => tree.root(),
    async open(): Promise<Chain & { readonly chainKey: Uint8Array }> {
      const chainKey = newChainKey();
      const kept = Uint8Array.from(chainKey);
      const slot = await wrapKeyslot(chainKey, archive.policy);
      const kid = kidOf(chainKey);
      files.set(keyslotPath(kid), slot);
      append(openingRecord(archive.tick(), kid, slot));
      return Object.defineProperty(createChain(chainKey), 'chainKey', { value: kept }) as Chain & { readonly chainKey: Uint8Array };
    },
    seal: (chain: Chain, payload: unknown, type: LeafType = LeafType.event): number => append(chain.seal(type, archive.tick(), Buffer.from(JSON.stringify(payload)))),
    sealFile(chain: Chain, payload: unknown, file: Uint8Array): number {
      files.set(mediaPath(sha256(file)), file);
      return append(chain.seal(LeafType.media, archive.tick(), Buffer.from(JSON.stringify(payload)), sha256(file)));
    },
    close: (chain: Chain): number => append(closingRecord(archive.tick(), chain.kid, chain.n)),
    /** Writes everything there is, partial bundles too, and signs the head. */
    write({ signers = [signer, ...witnesses], keepOld = false }: { signers?: readonly NoteSigner[]; keepOld?: boolean } = {}): string {
      tree = createTree();
      if (!keepOld) for (const path of files.keys()) if (/^(?:tile|pack)\//.test(path)) files.delete(path);
      for (const { leaf } of records) for (const { level, index, bytes } of tree.append(leafHash(leaf))) files.set(tilePath(level, index), bytes);
      for (const { level, index, width, bytes } of tree.partials()) files.set(tilePath(level, index, width), bytes);
      for (let bundle = 0; bundle * tileWidth < records.length; bundle++) {
        const part = records.slice(bundle * tileWidth, (bundle + 1) * tileWidth);
        files.set(tilePath('entries', bundle, part.length), encodeEntries(part.map(({ leaf }) => leaf)));
        files.set(packPath(bundle, part.length), Buffer.concat(part.map(({ body }) => body)));
      }
      const note = signNote(formatCheckpoint({ origin: policy.origin, size: records.length, root: tree.root() }), ...signers);
      files.set('checkpoint', Buffer.from(note));
      files.set(checkpointPath(records.length), Buffer.from(note));
      return note;
    },
  };
  return archive;
}

export const makeWitness = (name: string, seconds = 1_770_000_000): NoteSigner => createCosigner(name, seedOf(name), () => seconds);

/** Two chains, `events` records between them, one of them with media; closed and written. */
export async function filledArchive({ events = 600, holders, policy }: { events?: number; holders?: readonly TestHolder[]; policy?: Policy } = {}): Promise<MemoryArchive & { holders: readonly TestHolder[]; chains: readonly (Chain & { chainKey: Uint8Array })[] }> {
  const who = holders ?? [await makeHolder('anna'), await makeHolder('boris')];
  const archive = await createMemoryArchive({ holders: who, ...(policy ? { policy } : {}) });
  const chains = [await archive.open(), await archive.open()] as const;
  for (let n = 0; n < events; n++) {
    const chain = chains[n % 3 === 0 ? 1 : 0];
    if (n % 100 === 50) archive.sealFile(chain, { k: 'media', at: n, event: `$${n}` }, Buffer.from(`file ${n}`));
    else archive.seal(chain, { k: 'event', at: n, room: '!r', event: { event_id: `$${n}`, type: 'm.room.message', content: { msgtype: 'm.text', body: `письмо ${n}` } } });
  }
  for (const chain of chains) archive.close(chain);
  archive.write();
  return Object.assign(archive, { holders: who, chains });
}
