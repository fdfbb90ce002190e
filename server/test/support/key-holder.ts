import { createSigner, formatPolicy, LeafType, newIdentity, openBody, openKeyslot, messageKeys, keyslotPath, packPath, decodeEntries, decodeLeaf, parsePolicy, parseCheckpoint, policyHash, ready, recipientOf, sealedTypes, signNote, sha256, tilePath, tileWidth, type Holder, type Leaf, type NoteSigner, type Policy } from '@holdfast/archive-format';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A key holder of tests: an identity that opens and a key that signs, without passphrase or file. */
export type TestKeyHolder = Holder & { readonly identity: string; readonly signer: NoteSigner };

export async function makeKeyHolder(name: string): Promise<TestKeyHolder> {
  const identity = await newIdentity({ postQuantum: false });
  const signer = createSigner(name, sha256(Buffer.from(`test key of ${name}`)));
  return { name, identity, recipient: await recipientOf(identity), vkey: signer.vkey, signer };
}

/** A policy as its holders sign it. `before` is the signed one that it follows. */
export function signedPolicy(origin: string, holders: readonly TestKeyHolder[], { threshold = 1, witnesses = [], quorum = 0, before }: Partial<Pick<Policy, 'threshold' | 'witnesses' | 'quorum'>> & { before?: string } = {}): string {
  const last = before === undefined ? undefined : parsePolicy(before);
  if (last?.ok === false) throw new Error(last.code);
  const policy: Policy = {
    origin, sequence: (last?.policy.sequence ?? 0) + 1, threshold, previous: last ? policyHash(last.text) : null,
    holders: holders.map(({ name, recipient, vkey }) => ({ name, recipient, vkey })), witnesses, quorum,
  };
  return signNote(formatPolicy(policy), ...holders.map(({ signer }) => signer));
}

export type OpenedRecord = { readonly index: number; readonly leaf: Leaf; readonly body: Uint8Array; /** Null for what is not sealed. */ readonly payload: Record<string, unknown> | null };

/** Everything under the head of an archive on disk, opened with one holder's identity. Throws at the first record that does not open. */
export async function openArchiveFolder(directory: string, { identity }: Pick<TestKeyHolder, 'identity'>): Promise<OpenedRecord[]> {
  await ready();
  const head = parseCheckpoint(readFileSync(join(directory, 'checkpoint'), 'utf8'));
  if (!head) throw new Error('there is no head');
  const read = (path: string, full: string): Buffer => readFileSync(join(directory, existsSync(join(directory, path)) ? path : full));
  const keys = new Map<string, Generator<Uint8Array, never>>();
  const records: OpenedRecord[] = [];
  for (let bundle = 0; bundle * tileWidth < head.size; bundle++) {
    const width = Math.min(tileWidth, head.size - bundle * tileWidth);
    const pack = read(packPath(bundle, width), packPath(bundle));
    let at = 0;
    for (const bytes of decodeEntries(read(tilePath('entries', bundle, width), tilePath('entries', bundle))).slice(0, width)) {
      const leaf = decodeLeaf(bytes);
      if (!leaf) throw new Error(`record ${records.length} has no leaf`);
      const body = pack.subarray(at, (at += leaf.length));
      const kid = Buffer.from(leaf.kid).toString('hex');
      if (leaf.type === LeafType.epochOpen) {
        const opened = await openKeyslot(readFileSync(join(directory, keyslotPath(leaf.kid))), identity, leaf.kid);
        if (!opened.ok) throw new Error(`keyslot ${kid}: ${opened.code}`);
        keys.set(kid, messageKeys(opened.chainKey));
      }
      records.push({ index: records.length, leaf, body, payload: sealedTypes.has(leaf.type) ? open(keys.get(kid), bytes, body, records.length) : null });
    }
  }
  return records;
}

function open(keys: Generator<Uint8Array, never> | undefined, leaf: Uint8Array, body: Uint8Array, index: number): Record<string, unknown> {
  const key = keys?.next().value;
  const opened = key ? openBody(key, leaf, body) : ({ ok: false, code: 'WRONG_KEY' } as const);
  if (!opened.ok) throw new Error(`record ${index}: ${opened.code}`);
  return JSON.parse(Buffer.from(opened.payload).toString('utf8')) as Record<string, unknown>;
}
