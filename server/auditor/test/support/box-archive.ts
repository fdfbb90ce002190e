import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  checkpointPath, closingRecord, createAgeWriter, createChain, createMediaFile, createSigner, createTree, encodeEntries, formatCheckpoint, formatPolicy, keyslotPath, leafHash, LeafType, mediaPath, newChainKey, newSeed,
  openingRecord, packPath, plainRecord, ready, sha256, signNote, tilePath, wrapKeyslot, type Chain, type NoteSigner, type Policy, type PolicyWitness, type Sealed, type Tile,
} from '@holdfast/archive-format';
import { holderCard, makeHolderKey, signerOf, type HolderKey } from '../../src/keys/index.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

export type BoxArchive = Awaited<ReturnType<typeof makeBoxArchive>>;
type Payload = Record<string, unknown>;

/** Writes an archive as a box does, one chain a room, into a folder. For tests: it holds its whole tree in memory. */
export async function makeBoxArchive(folder: string, { origin = 'box.test/archive', holders = ['anna'], threshold = 1, postQuantum = false, witnesses = [], quorum = 0 }: { origin?: string; holders?: string[]; threshold?: number; postQuantum?: boolean; witnesses?: PolicyWitness[]; quorum?: number } = {}) {
  await ready();
  const signer: NoteSigner = createSigner(origin, newSeed());
  const keys: HolderKey[] = await Promise.all(holders.map((name) => makeHolderKey(name, { postQuantum })));
  const cards = (await Promise.all(keys.map(holderCard))).map((card) => card.trim().split(' '));
  const policy: Policy = { origin, sequence: 1, threshold, previous: null, holders: cards.map(([, name = '', recipient = '', vkey = '']) => ({ name, recipient, vkey })), witnesses, quorum };
  const policyText = formatPolicy(policy);
  const policyNote = signNote(policyText, ...keys.map(signerOf));
  const tree = createTree();
  const chains = new Map<string, Chain>();
  let bundle: Sealed[] = [];
  let size = 0;
  let clock = Date.UTC(2026, 0, 1);

  const put = (path: string, bytes: Uint8Array | string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  };
  const putTile = ({ level, index, width, bytes }: Tile): void => put(tilePath(level, index, width), bytes);
  const putBundle = (index: number, width?: number): void => {
    put(tilePath('entries', index, width), encodeEntries(bundle.map(({ leaf }) => leaf)));
    put(packPath(index, width), Buffer.concat(bundle.map(({ body }) => body)));
  };
  const append = (sealed: Sealed): number => {
    for (const tile of tree.append(leafHash(sealed.leaf))) putTile(tile);
    bundle.push(sealed);
    size++;
    if (bundle.length === 256) {
      putBundle(size / 256 - 1);
      bundle = [];
    }
    return size - 1;
  };
  async function chainOf(name: string): Promise<Chain> {
    const known = chains.get(name);
    if (known) return known;
    const key = newChainKey();
    const slot = await wrapKeyslot(key, policy);
    const chain = createChain(key);
    put(keyslotPath(chain.kid), slot);
    append(openingRecord(clock, chain.kid, slot));
    chains.set(name, chain);
    return chain;
  }
  append(plainRecord(LeafType.config, clock, policyNote));

  return {
    folder, origin, vkey: signer.vkey, signer, policy, policyText, policyNote, keys,
    size: () => size,
    root: () => tree.root(),
    /** Seals a fact under the chain of its room. */
    async add(payload: Payload, type: LeafType = payload['k'] === 'event' ? LeafType.event : LeafType.record, file?: Uint8Array): Promise<number> {
      const chain = await chainOf(typeof payload['room'] === 'string' ? payload['room'] : 'box');
      clock += 1000;
      return append(chain.seal(type, clock, Buffer.from(JSON.stringify(payload)), file));
    },
    async addAll(payloads: Iterable<Payload>): Promise<void> {
      for (const payload of payloads) await this.add(payload);
    },
    /** A file of a message, kept as the box keeps it. */
    async addFile(payload: Payload, content: Uint8Array): Promise<string> {
      const { identity, writer } = await createMediaFile({ postQuantum });
      const file = Buffer.concat([await writer.header(), writer.update(content), writer.final()]);
      const blob = sha256(file);
      put(mediaPath(blob), file);
      await this.add({ k: 'media', ...payload, blob: hex(blob), size: content.length, sha256: hex(sha256(content)), identity }, LeafType.media, blob);
      return mediaPath(blob);
    },
    control: (type: typeof LeafType.erase | typeof LeafType.config, text: string): number => append(plainRecord(type, clock, text)),
    kidOf: (room: string): string => hex(chains.get(room)?.kid ?? new Uint8Array()),
    endChain(room: string): void {
      const chain = chains.get(room);
      if (chain) append(closingRecord(clock, chain.kid, chain.n));
      chains.delete(room);
    },
    /** Partial tiles and bundles, then the signed head. */
    checkpoint(...cosigners: NoteSigner[]): string {
      if (bundle.length > 0) putBundle(Math.floor(size / 256), bundle.length);
      for (const tile of tree.partials()) putTile(tile);
      const note = signNote(formatCheckpoint({ origin, size, root: tree.root() }), signer, ...cosigners);
      put('checkpoint', note);
      put(checkpointPath(size), note);
      return note;
    },
    sealTo: async (recipients: string[], content: Uint8Array): Promise<Uint8Array> => {
      const writer = createAgeWriter(recipients);
      return Buffer.concat([await writer.header(), writer.update(content), writer.final()]);
    },
  };
}
