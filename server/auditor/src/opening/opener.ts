import { decodeEntries, decodeLeaf, fileOf, LeafType, messageKeys, openBody, sealedTypes, type Leaf } from '@holdfast/archive-format';
import { readFact, type Fact } from '../reading/index.ts';

/** One record as it lies in its bundle. */
export type RawRecord = { readonly index: number; readonly leaf: Leaf; readonly leafBytes: Uint8Array; readonly body: Uint8Array };
export type OpenedRecord = RawRecord & { /** Of this record alone; null where nothing is sealed. */ readonly messageKey: Uint8Array | null; readonly payload: Uint8Array; readonly fact: Fact };
export type OpenFault = { readonly index: number; readonly kid: string; readonly code: 'KEY_MISSING' | 'WRONG_KEY' | 'BODY_ALTERED' | 'BODY_UNREADABLE' };

export const kidHex = (leaf: Leaf): string => Buffer.from(leaf.kid).toString('hex');

/** The records of a bundle whose first has place `first`. Bundles are verified before they are opened: this judges nothing. */
export function recordsIn(first: number, entries: Uint8Array, pack: Uint8Array, width: number): RawRecord[] {
  let at = 0;
  return decodeEntries(entries).slice(0, width).flatMap((leafBytes, n) => {
    const leaf = decodeLeaf(leafBytes);
    if (!leaf) return [];
    const body = pack.subarray(at, at + leaf.length);
    at += leaf.length;
    return [{ index: first + n, leaf, leafBytes, body }];
  });
}

const plainKinds: Readonly<Partial<Record<LeafType, string>>> = {
  [LeafType.config]: 'policy', [LeafType.hold]: 'hold', [LeafType.unhold]: 'unhold', [LeafType.erase]: 'erase', [LeafType.rewrap]: 'rewrap', [LeafType.keyRotate]: 'key-rotate', [LeafType.anchor]: 'anchor', [LeafType.restore]: 'restore',
};
const mostRatchets = 4096;

export type Opener = ReturnType<typeof createOpener>;

/**
 * Opens records with the first keys of their chains. Each chain's keys are derived forward as they are needed, so reading in
 * the order of the log derives each once; a look back starts that chain anew.
 */
export function createOpener(chainKeyOf: (kid: string) => Uint8Array | undefined) {
  const ratchets = new Map<string, { keys: Generator<Uint8Array, never>; next: number }>();

  function messageKeyOf(kid: string, n: number): Uint8Array | undefined {
    let ratchet = ratchets.get(kid);
    if (!ratchet || ratchet.next > n) {
      const chainKey = chainKeyOf(kid);
      if (!chainKey) return undefined;
      if (ratchets.size >= mostRatchets) ratchets.clear();
      ratchet = { keys: messageKeys(chainKey), next: 0 };
      ratchets.set(kid, ratchet);
    }
    for (;;) {
      const key = ratchet.keys.next().value;
      if (ratchet.next++ === n) return key;
    }
  }

  return {
    /** Undefined for records that say nothing themselves: openings and endings of chains. */
    open(record: RawRecord): OpenedRecord | OpenFault | undefined {
      const { index, leaf, leafBytes, body } = record;
      if (!sealedTypes.has(leaf.type)) {
        const kind = plainKinds[leaf.type];
        if (kind === undefined) return undefined;
        const payload = Buffer.from(JSON.stringify({ k: kind, at: leaf.timeMs, text: Buffer.from(body).toString('utf8') }));
        return { ...record, messageKey: null, payload, fact: readFact(index, leaf.timeMs, payload) };
      }
      const kid = kidHex(leaf);
      const messageKey = messageKeyOf(kid, leaf.n);
      if (!messageKey) return { index, kid, code: 'KEY_MISSING' };
      const opened = openBody(messageKey, leafBytes, body);
      if (!opened.ok) return { index, kid, code: opened.code };
      const fact = readFact(index, leaf.timeMs, opened.payload);
      const blob = fileOf(leafBytes, body);
      // The name in the body is the one that is verified; what the payload says of it is only said.
      return { ...record, messageKey, payload: opened.payload, fact: blob ? { ...fact, body: { ...fact.body, blob: Buffer.from(blob).toString('hex') } } : fact };
    },
  };
}
export const isOpened = (result: OpenedRecord | OpenFault | undefined): result is OpenedRecord => result !== undefined && 'payload' in result;
