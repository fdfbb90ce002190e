import type { LeafType } from './leaf.ts';
import type { SlotShape } from './slot-shape.ts';
import type { Hash } from './tree.ts';

/** The files of an archive, wherever they are. Undefined: there is no such file. Whatever else goes wrong rejects. */
export type ArchiveReader = {
  read(path: string): Promise<Uint8Array | undefined>;
  /** SHA-256 of a file that may be too large to hold; without it the file is read. */
  digest?(path: string): Promise<Hash | undefined>;
};

export const faultCodes = {
  CHECKPOINT_MISSING: 'there is no checkpoint',
  CHECKPOINT_INVALID: 'the checkpoint is damaged or not signed with the key of this log',
  ORIGIN_WRONG: 'the checkpoint is that of another log',
  COSIGNATURE_INVALID: 'a signature of a witness under the checkpoint is wrong',
  QUORUM_MISSING: 'fewer witnesses than the policy asks for have signed the checkpoint',
  ROOT_WRONG: 'the records are not those that the checkpoint was signed for',
  TRUNCATED: 'the archive is shorter than it was',
  REWRITTEN: 'the archive was rewritten: it does not begin with what was seen earlier',
  ENTRIES_MISSING: 'a bundle of leaves is missing',
  ENTRIES_DAMAGED: 'a bundle of leaves is cut short or too long',
  LEAF_ALTERED: 'a leaf is not the one that was logged',
  LEAF_UNREADABLE: 'a leaf is of no known version or type',
  LEAF_INVALID: 'a leaf breaks the rules of its type',
  TILE_MISSING: 'a tile of hashes is missing',
  TILE_ALTERED: 'a tile of hashes is wrong, the leaves below it are right',
  PACK_MISSING: 'a pack of bodies is missing',
  PACK_DAMAGED: 'a pack of bodies is cut short or too long',
  BODY_ALTERED: 'the body of a record is not the one that was logged',
  CHAIN_BROKEN: 'a record of a chain is missing, repeated or out of order',
  CHAIN_UNOPENED: 'a record is sealed under a chain that was never opened',
  KEYSLOT_MISSING: 'a keyslot is missing and no order of key holders excuses it',
  KEYSLOT_ALTERED: 'a keyslot is not the one that was logged',
  KEYSLOT_RECIPIENTS: 'a keyslot is sealed to more or fewer recipients, or in another way, than the policy says',
  MEDIA_MISSING: 'a media file is missing and no order of key holders excuses it',
  MEDIA_ALTERED: 'a media file is not the one that was logged',
  POLICY_MISSING: 'a chain was opened before there was a policy',
  POLICY_INVALID: 'a policy does not follow from the one before, or signatures are missing',
  POLICY_FOREIGN: 'the first policy is not the one that the key holder knows',
  CONTROL_INVALID: 'an order is not signed by enough key holders',
} as const;
export type FaultCode = keyof typeof faultCodes;
export type Fault = {
  readonly code: FaultCode;
  /** The first record that is not as it was written; null where the fault is of the whole. */
  readonly index: number | null;
  readonly path: string | null;
};
/** `excusedBy`: the chain whose erasure makes this right. */
export type RangeFault = Fault & { readonly index: number; readonly excusedBy?: string };

export type OpenedSlot = { readonly kid: string; readonly index: number; readonly logged: string; /** SHA-256 of the file; null when there is none. */ readonly found: string | null; readonly shape: SlotShape | null };
export type ChainStretch = { readonly kid: string; readonly first: number; readonly last: number; readonly firstIndex: number; readonly isOpenedHere: boolean; readonly isClosedHere: boolean };
export type Control = { readonly index: number; readonly type: LeafType; readonly body: Uint8Array };

/** What a stretch of bundles says; put together by `foldRanges`. Plain data, so that a thread can hand it over. */
export type RangeResult = {
  /** First bundle, and the first after the last. */
  readonly from: number;
  readonly to: number;
  /** Per full bundle the hash over its 256 leaves; null when nothing is left that tells it. */
  readonly roots: readonly (Hash | null)[];
  /** Leaf hashes of the last bundle of the log if it is not full. */
  readonly rest: readonly Hash[];
  /** What tiles on disk say instead, where they differ from the leaves. */
  readonly onDisk: readonly { readonly bundle: number; readonly hashes: readonly Hash[] }[];
  readonly faults: readonly RangeFault[];
  /** Faults beyond those kept. */
  readonly moreFaults: number;
  readonly opened: readonly OpenedSlot[];
  readonly chains: readonly ChainStretch[];
  readonly controls: readonly Control[];
  readonly counts: Readonly<Record<number, number>>;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
};
