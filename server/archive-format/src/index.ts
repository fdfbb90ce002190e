/**
 * The format of the archive (docs/spec/archive.md): what the box writes, what anyone can verify and what key holders open.
 * Pure: bytes in, bytes out. It reads no file, knows no clock and speaks to nobody; readers, seeds and times are handed in.
 */
export { formatAddCheckpoint, formatCheckpoint, parseAddCheckpoint, parseCheckpoint, type AddCheckpoint, type Checkpoint } from './checkpoint.ts';
export { formatControl, formatErase, formatRewrap, readControl, readErase, readRewrap, type Rewrap, type Signers } from './control.ts';
export { dictionary1 } from './dictionary.ts';
export { faultCodes, type ArchiveReader, type Fault, type FaultCode, type RangeResult } from './faults.ts';
export { isRecipient, newIdentity, openWithPassphrase, recipientOf, sealWithPassphrase } from './keys.ts';
export { openKeyslot, openKeyslotWithShares, releaseShare, wrapKeyslot, type KeyslotOpened } from './keyslot.ts';
export { slotShape, type SlotShape } from './slot-shape.ts';
export { boundSize, decodeEntries, decodeLeaf, encodeEntries, encodeLeaf, flagCommitted, flagFile, isLeafType, leafSize, LeafType, noKid, sealedTypes, signedTypes, type Leaf } from './leaf.ts';
export { createAgeWriter, createMediaFile, openAge, type MediaWriter } from './media.ts';
export { createCosigner, createSigner, newSeed, openNote, parseVerifierKey, signNote, splitNote, type NoteSignature, type NoteSigner, type OpenedNote, type VerifierKey } from './note.ts';
export { checkpointPath, keyslotPath, mediaPath, packPath, tilePath, type TileLevel } from './paths.ts';
export { checkPolicyChange, formatPolicy, isPostQuantum, parsePolicy, policyHash, type Holder, type ParsedPolicy, type Policy, type PolicyFault, type PolicyWitness } from './policy.ts';
export { consistencyProof, inclusionProof, subtreeHash, verifyConsistency, verifyInclusion, type ReadTile } from './proofs.ts';
export { closingRecord, openingRecord, plainRecord, type PlainType } from './records.ts';
export { createChain, fileOf, kidOf, messageKeys, newChainKey, openBody, ready, type Chain, type Opened, type Sealed } from './seal.ts';
export { createTree, emptyRoot, leafHash, nodeHash, rootOf, sha256, tileWidth, type Hash, type Tile, type Tree } from './tree.ts';
export { foldRanges, type FoldOptions, type Head, type Pin, type Verified } from './verify-fold.ts';
export { bundlesOf, verifyRange, type RangeOptions } from './verify-range.ts';
export { readHead, unverifiable, verifyArchive, type VerifyOptions } from './verify.ts';
export { addCosignatures, judgeAddCheckpoint, type Judged, type WatchedLog } from './witness.ts';
