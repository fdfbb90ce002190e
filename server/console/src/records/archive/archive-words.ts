import { accountStates, archiveFreezes, type ArchiveCoverage, type ArchiveGap, type ArchiveStatus } from '@holdfast/contract';

export const stateTones = { sealing: 'green', 'no-policy': 'red', frozen: 'red' } as const satisfies Record<ArchiveStatus['state'], string>;
export const stateIcons = { sealing: 'lock', 'no-policy': 'circle-alert', frozen: 'circle-alert' } as const satisfies Record<ArchiveStatus['state'], string>;

/** Key of the words for why nothing is signed; a reason of a newer box is told in the most general of them. */
export const freezeKey = (code: string): string => `records.archive.freezes.${(archiveFreezes as readonly string[]).includes(code) ? code : 'DIFFERENT'}`;

/** Key of the words for what a code of a verification comes down to: a key holder's tool says it exactly. */
export function faultKey(code: string): string {
  const cause = /_MISSING$|^TRUNCATED$/.test(code) ? 'missing' : /_(ALTERED|WRONG|DAMAGED)$|^REWRITTEN$/.test(code) ? 'altered' : 'rule';
  return `records.archive.verification.causes.${cause}`;
}

const ownCauses: readonly string[] = ['no-answer', 'not-running'];
/** Key of the words for why a part was away; null for a cause of a newer box, which is told by its code. */
export function causeKey(cause: ArchiveGap['cause']): string | null {
  if (ownCauses.includes(cause)) return `records.archive.gaps.causes.${cause}`;
  return (accountStates as readonly string[]).includes(cause) ? `shell.accountStates.${cause}` : null;
}

export type CoverageResult = 'equal' | 'partly' | 'differ';
/** Whether the parts that could be read have the same; a part that could not be read proves nothing. */
export function resultOf({ differences, bridge, homeserver, archive }: Pick<ArchiveCoverage, 'differences' | 'bridge' | 'homeserver' | 'archive'>): CoverageResult {
  if (differences.length > 0 || homeserver !== archive || (bridge !== null && bridge !== archive)) return 'differ';
  return bridge === null ? 'partly' : 'equal';
}
