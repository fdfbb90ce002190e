import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';
import { combine, split } from 'shamir-secret-sharing';
import { equal, hex } from './bytes.ts';
import { newIdentity } from './keys.ts';
import { isPostQuantum, type Policy } from './policy.ts';
import { kidOf } from './seal.ts';

/**
 * A chain's first key, sealed to the key holders (docs/spec/archive.md §5). Any one of them: an ordinary age file. Several
 * together: a container of ordinary age files, the first to a recipient made for this slot alone, the others with the
 * shares of its identity, one for each holder.
 */
const containerHead = Buffer.from('holdfast-keyslot/v1\n');
const shareHead = 'holdfast-share/v1';

async function encrypt(recipients: readonly string[], plain: Uint8Array): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return encrypter.encrypt(plain);
}

async function decrypt(identity: string, file: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity); // throws on what is no identity: so come out too few shares
    return await decrypter.decrypt(file, 'uint8array');
  } catch {
    return undefined; // age does not tell a foreign key from a damaged file in a way one could rely on
  }
}

export async function wrapKeyslot(chainKey: Uint8Array, { holders, threshold }: Pick<Policy, 'holders' | 'threshold'>): Promise<Uint8Array> {
  const recipients = holders.map(({ recipient }) => recipient);
  if (threshold === 1) return encrypt(recipients, chainKey);
  const identity = await newIdentity({ postQuantum: recipients.some(isPostQuantum) }); // one that is weaker than its holders' would be the way in
  const kid = hex(kidOf(chainKey));
  const shares = await split(new TextEncoder().encode(identity), holders.length, threshold);
  const files = await Promise.all([
    encrypt([await identityToRecipient(identity)], chainKey),
    ...recipients.map((recipient, at) => encrypt([recipient], Buffer.from(`${shareHead}\n${kid}\n${Buffer.from(shares[at] as Uint8Array).toString('base64')}\n`))),
  ]);
  return Buffer.concat([containerHead, ...files.flatMap((file) => [lengthOf(file), file])]);
}

function lengthOf(file: Uint8Array): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(file.length);
  return bytes;
}

/** The files of a container; undefined when it is an ordinary age file, empty when it is damaged. */
function filesIn(keyslot: Uint8Array): Uint8Array[] | undefined {
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

export type KeyslotOpened = { readonly ok: true; readonly chainKey: Uint8Array } | { readonly ok: false; readonly code: 'NOT_MINE' | 'SHARES_NEEDED' | 'SLOT_SWAPPED' | 'SLOT_DAMAGED' };

const checked = (chainKey: Uint8Array, kid: Uint8Array): KeyslotOpened => (equal(kidOf(chainKey), kid) ? { ok: true, chainKey } : { ok: false, code: 'SLOT_SWAPPED' });

/** With one holder's age identity. A slot for several answers SHARES_NEEDED. */
export async function openKeyslot(keyslot: Uint8Array, identity: string, kid: Uint8Array): Promise<KeyslotOpened> {
  if (filesIn(keyslot)) return { ok: false, code: 'SHARES_NEEDED' };
  const chainKey = await decrypt(identity, keyslot);
  return chainKey ? checked(chainKey, kid) : { ok: false, code: 'NOT_MINE' };
}

/** This holder's share of a slot for several: what they hand to whoever collects. Undefined when none of the shares is theirs. */
export async function releaseShare(keyslot: Uint8Array, identity: string, kid: Uint8Array): Promise<Uint8Array | undefined> {
  for (const file of filesIn(keyslot)?.slice(1) ?? []) {
    const plain = await decrypt(identity, file);
    if (!plain) continue;
    const [head, of, share = ''] = Buffer.from(plain).toString('utf8').split('\n');
    return head === shareHead && of === hex(kid) ? Buffer.from(share, 'base64') : undefined;
  }
  return undefined;
}

export async function openKeyslotWithShares(keyslot: Uint8Array, shares: readonly Uint8Array[], kid: Uint8Array): Promise<KeyslotOpened> {
  const [slot] = filesIn(keyslot) ?? [];
  if (!slot) return { ok: false, code: 'SLOT_DAMAGED' };
  let identity: string;
  try {
    identity = Buffer.from(await combine(shares.map((share) => Uint8Array.from(share)))).toString('utf8');
  } catch {
    return { ok: false, code: 'SHARES_NEEDED' };
  }
  const chainKey = await decrypt(identity, slot);
  return chainKey ? checked(chainKey, kid) : { ok: false, code: 'SHARES_NEEDED' }; // too few shares yield a key that fits nothing
}
