import { encodeLeaf, LeafType, noKid } from './leaf.ts';
import type { Sealed } from './seal.ts';
import { sha256 } from './tree.ts';

/** Records that are not sealed. Those of a chain are made by the chain (seal.ts). */
const nothing = new Uint8Array();
const noHash = sha256(nothing);

/** Stands before the first record of a chain; `keyslot` is the file as it is written under keys/. */
export const openingRecord = (timeMs: number, kid: Uint8Array, keyslot: Uint8Array): Sealed => ({
  leaf: encodeLeaf({ type: LeafType.epochOpen, flags: 0, timeMs, kid, n: 0, length: 0, hash: sha256(keyslot) }),
  body: nothing,
});

/** Ends a chain on which `n` records were sealed; after a crash there is none. */
export const closingRecord = (timeMs: number, kid: Uint8Array, n: number): Sealed => ({ leaf: encodeLeaf({ type: LeafType.epochClose, flags: 0, timeMs, kid, n, length: 0, hash: noHash }), body: nothing });

export type PlainType = typeof LeafType.hold | typeof LeafType.unhold | typeof LeafType.erase | typeof LeafType.config | typeof LeafType.keyRotate | typeof LeafType.anchor | typeof LeafType.rewrap | typeof LeafType.restore;

/** An order or a policy as its signers made it, or a fact about the log itself; in clear. */
export function plainRecord(type: PlainType, timeMs: number, text: string): Sealed {
  const body = Buffer.from(text, 'utf8');
  return { leaf: encodeLeaf({ type, flags: 0, timeMs, kid: noKid, n: 0, length: body.length, hash: sha256(body) }), body };
}
