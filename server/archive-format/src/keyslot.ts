import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';
import { combine, split } from 'shamir-secret-sharing';
import { equal, hex } from './bytes.ts';
import { newIdentity } from './keys.ts';
import { isPostQuantum, type Policy } from './policy.ts';
import { kidOf } from './seal.ts';
import { containerHead, filesIn } from './slot-shape.ts';

/**
 * A chain's first key, sealed to the key holders (docs/spec/archive.md §5). Any one of them: an ordinary age file. Several
 * together: a container of ordinary age files, the first to a recipient made for this slot alone, the others with the
 * shares of its identity, one for each holder.
 */
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
