import { equal } from './bytes.ts';

/** What a keyslot for several holders begins with (docs/spec/archive.md §5). Apart from keyslot.ts, since to look at a slot takes no cipher. */
export const containerHead = Buffer.from('holdfast-keyslot/v1\n');

/** The files of a container; undefined when it is an ordinary age file, empty when it is damaged. */
export function filesIn(keyslot: Uint8Array): Uint8Array[] | undefined {
  if (!equal(keyslot.subarray(0, containerHead.length), containerHead)) return undefined;
  const files: Uint8Array[] = [];
  const view = new DataView(keyslot.buffer, keyslot.byteOffset, keyslot.byteLength);
  for (let at = containerHead.length; at < keyslot.length; ) {
    const end = at + 4 <= keyslot.length ? at + 4 + view.getUint32(at) : Infinity;
    if (end > keyslot.length) return [];
    files.push(keyslot.subarray(at + 4, end));
    at = end;
  }
  return files;
}

/** What can be seen of a keyslot without a key: for how many, how, and with which algorithm. */
export type SlotShape = { readonly kind: 'any' | 'shares'; readonly recipients: number; readonly isPostQuantum: boolean };

/** Undefined when it is neither an age file nor a container of them. */
export function slotShape(keyslot: Uint8Array): SlotShape | undefined {
  const files = filesIn(keyslot);
  const kinds = (files ?? [keyslot]).map(stanzasOf);
  const [first] = kinds;
  if (first?.[0] === undefined || kinds.some((each) => each.some((kind) => kind !== first[0]))) return undefined;
  const isHybrid = first[0] === 'mlkem768x25519';
  if (!isHybrid && first[0] !== 'X25519') return undefined;
  if (!files) return { kind: 'any', recipients: first.length, isPostQuantum: isHybrid };
  return kinds.every(({ length }) => length === 1) ? { kind: 'shares', recipients: files.length - 1, isPostQuantum: isHybrid } : undefined;
}

/** The kinds of recipients that an age file names. */
function stanzasOf(file: Uint8Array): string[] {
  const text = Buffer.from(file).toString('latin1');
  const end = text.indexOf('\n---');
  return text.startsWith('age-encryption.org/v1\n') && end > 0 ? [...text.slice(0, end).matchAll(/\n-> (\S+)/g)].map(([, kind]) => kind ?? '') : [];
}
