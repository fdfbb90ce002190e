/** The 68 bytes that stand for a record in the log (docs/spec/archive.md §2). Big endian. */
export const leafSize = 68;
/** What of a leaf its sealed body is bound to. */
export const boundSize = 36;

export const LeafType = {
  event: 1, epochOpen: 2, epochClose: 3, media: 4, gap: 5, recon: 6, hold: 7, unhold: 8, erase: 9, access: 10, config: 11, keyRotate: 12, anchor: 13, rewrap: 14, restore: 15,
  record: 16, coverage: 17, verified: 18,
} as const;
export type LeafType = (typeof LeafType)[keyof typeof LeafType];

/** Sealed under a chain; the others are plain, or have no body at all. */
export const sealedTypes: ReadonlySet<number> = new Set([LeafType.event, LeafType.media, LeafType.gap, LeafType.recon, LeafType.access, LeafType.record, LeafType.coverage, LeafType.verified]);
/** Plain text, signed by key holders. */
export const signedTypes: ReadonlySet<number> = new Set([LeafType.hold, LeafType.unhold, LeafType.erase, LeafType.config, LeafType.rewrap]);
const known: ReadonlySet<number> = new Set(Object.values(LeafType));
export const isLeafType = (value: number): value is LeafType => known.has(value);

export const flagCommitted = 1;
/** The body begins with the name of a media file. */
export const flagFile = 2;
export const noKid = new Uint8Array(16);

export type Leaf = {
  readonly type: LeafType;
  readonly flags: number;
  /** The box's claim, in milliseconds since 1970. */
  readonly timeMs: number;
  readonly kid: Uint8Array;
  /** Place in the chain of `kid`. */
  readonly n: number;
  /** Bytes of the body in the pack. */
  readonly length: number;
  /** SHA-256 of the body; of the keyslot file where an epoch opens. */
  readonly hash: Uint8Array;
};

export function encodeLeaf({ type, flags, timeMs, kid, n, length, hash }: Leaf): Buffer {
  const bytes = Buffer.alloc(leafSize);
  bytes[0] = 1;
  bytes[1] = type;
  bytes.writeUInt16BE(flags, 2);
  bytes.writeBigUInt64BE(BigInt(timeMs), 4);
  bytes.set(kid, 12);
  bytes.writeUInt32BE(n, 28);
  bytes.writeUInt32BE(length, 32);
  bytes.set(hash, 36);
  return bytes;
}

/** Undefined when these are not the bytes of a leaf of version 1. */
export function decodeLeaf(bytes: Uint8Array): Leaf | undefined {
  const type = bytes[1] ?? 0;
  if (bytes.length !== leafSize || bytes[0] !== 1 || !isLeafType(type)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, leafSize);
  return {
    type,
    flags: view.getUint16(2),
    timeMs: Number(view.getBigUint64(4)),
    kid: Uint8Array.from(bytes.subarray(12, 28)),
    n: view.getUint32(28),
    length: view.getUint32(32),
    hash: Uint8Array.from(bytes.subarray(36, 68)),
  };
}

/** C2SP tlog-tiles, "Log entries": each entry behind its length. */
export function encodeEntries(leaves: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.alloc(leaves.reduce((sum, leaf) => sum + 2 + leaf.length, 0));
  let at = 0;
  for (const leaf of leaves) {
    at = bytes.writeUInt16BE(leaf.length, at);
    bytes.set(leaf, at);
    at += leaf.length;
  }
  return bytes;
}

/** As many entries as are whole. */
export function decodeEntries(bytes: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 2 <= bytes.length; ) {
    const end = at + 2 + view.getUint16(at);
    if (end > bytes.length) break;
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
