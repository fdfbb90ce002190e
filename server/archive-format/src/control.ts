import { hex } from './bytes.ts';
import { LeafType, type LeafType as Type } from './leaf.ts';
import { openNote } from './note.ts';
import type { Policy } from './policy.ts';

/** Orders of key holders (docs/spec/archive.md §7): notes that as many of them sign as it takes to open the archive. */
const heads: Partial<Record<Type, string>> = {
  [LeafType.hold]: 'holdfast.archive/hold/v1',
  [LeafType.unhold]: 'holdfast.archive/unhold/v1',
  [LeafType.erase]: 'holdfast.archive/erase/v1',
  [LeafType.rewrap]: 'holdfast.archive/rewrap/v1',
};
export type Signers = Pick<Policy, 'origin' | 'holders' | 'threshold'>;

/** The text of an order, lines after the head and the origin being `lines`. To be signed by key holders. */
export const formatControl = (type: Type, { origin, lines }: { origin: string; lines: readonly string[] }): string => [heads[type] ?? '', `origin ${origin}`, ...lines, ''].join('\n');

/** The lines of an order; undefined when it is not one of `type`, not for this log, or not signed by enough holders. */
export function readControl(type: Type, note: string, { origin, holders, threshold }: Signers): readonly string[] | undefined {
  const head = heads[type];
  const opened = openNote(note, holders.map(({ vkey }) => vkey));
  if (head === undefined || !opened.ok || new Set(opened.signatures.map(({ vkey }) => vkey)).size < threshold) return undefined;
  const [first, of, ...lines] = opened.text.split('\n');
  return first === head && of === `origin ${origin}` && lines.pop() === '' ? lines : undefined;
}

/** All of `lines` by the same pattern, or undefined. */
const matched = (lines: readonly string[] | undefined, pattern: RegExp): RegExpExecArray[] | undefined => {
  const found = lines?.map((line) => pattern.exec(line));
  return found?.every((each) => each !== null) ? found : undefined;
};

/** What key holders sign to have keyslots destroyed: the only thing that excuses a missing one. */
export const formatErase = ({ origin, kids }: { origin: string; kids: readonly Uint8Array[] }): string => formatControl(LeafType.erase, { origin, lines: kids.map((kid) => `kid ${hex(kid)}`) });
/** The chains that `note` allows to be erased; undefined when it is no valid order under this policy. */
export const readErase = (note: string, signers: Signers): string[] | undefined => matched(readControl(LeafType.erase, note, signers), /^kid ([0-9a-f]{32})$/)?.map(([, kid = '']) => kid);

export type Rewrap = { readonly kid: string; /** SHA-256, hex, of the keyslot that takes the old one's place. */ readonly hash: string };
/** What key holders sign to have keyslots exchanged for others that they made. */
export const formatRewrap = ({ origin, slots }: { origin: string; slots: readonly Rewrap[] }): string => formatControl(LeafType.rewrap, { origin, lines: slots.map(({ kid, hash }) => `keyslot ${kid} ${hash}`) });
export const readRewrap = (note: string, signers: Signers): Rewrap[] | undefined => matched(readControl(LeafType.rewrap, note, signers), /^keyslot ([0-9a-f]{32}) ([0-9a-f]{64})$/)?.map(([, kid = '', hash = '']) => ({ kid, hash }));
