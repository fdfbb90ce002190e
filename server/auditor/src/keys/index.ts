/**
 * The key holder's own key: made here, kept in one file under a passphrase, printed once as a sheet. No other room sees a
 * secret of it but the identity that opens and the signer that signs, in memory.
 */
export { holderCard, holderName, indexKeyOf, makeHolderKey, signerOf } from './holder-key.ts';
export type { HolderKey } from './holder-key.ts';
export { openKeyFile, waitAfter, writeKeyFile } from './key-file.ts';
export { readRecoveryLines } from './recovery-code.ts';
export { sheetHtml, sheetOf } from './recovery-sheet.ts';
export type { Sheet } from './recovery-sheet.ts';
