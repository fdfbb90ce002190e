import { beforeAll, expect, test } from 'vitest';
import { unbase64, unhex, vector } from '../test/vectors.ts';
import { decodeEntries, decodeLeaf, isRecipient, keyslotPath, messageKeys, openAge, openBody, openKeyslot, openKeyslotWithShares, openNote, packPath, ready, recipientOf, releaseShare, slotShape, tilePath, verifyArchive, type ArchiveReader } from './index.ts';

beforeAll(ready);

type Holder = { identity: string; recipient: string; keyslot: string };
type FromGo = { chainKey: string; kid: string; classic: Holder; hybrid: Holder; media: { repeated: string; size: number; file: string }; cosigned: { vkey: string; text: string; note: string } };
const go = vector<FromGo>('from-go');

test.each(['classic', 'hybrid'] as const)('a keyslot that Go’s age wrote opens (%s)', async (kind) => {
  const { identity, recipient, keyslot } = go[kind];
  expect([await recipientOf(identity), isRecipient(recipient)]).toEqual([recipient, true]);
  expect(await openKeyslot(unbase64(keyslot), identity, unhex(go.kid))).toEqual({ ok: true, chainKey: unhex(go.chainKey) });
  expect(slotShape(unbase64(keyslot))).toEqual({ kind: 'any', recipients: 1, isPostQuantum: kind === 'hybrid' });
});

test('a media file that Go’s age wrote is read as it streams', async () => {
  const parts: Uint8Array[] = [];
  const file = unbase64(go.media.file);
  for await (const part of openAge((async function* () { for (let at = 0; at < file.length; at += 9999) yield file.subarray(at, at + 9999); })(), go.classic.identity)) parts.push(part);
  expect(Buffer.concat(parts).equals(Buffer.alloc(go.media.size, go.media.repeated))).toBe(true);
});

test('a cosignature that torchwood wrote is one', () => {
  const opened = openNote(go.cosigned.note, [go.cosigned.vkey]);
  expect(opened.ok && [opened.text, opened.signatures.map(({ kind }) => kind)]).toEqual([go.cosigned.text, ['cosignature']]);
});

type Committed = { vkey: string; genesis: string; erased: string[]; identities: string[]; chains: { kid: string; chainKey: string; records: number }[]; files: Record<string, string> };
const committed = vector<Committed>('archive');
const reader: ArchiveReader = { read: async (path) => (committed.files[path] === undefined ? undefined : unbase64(committed.files[path])) };

test('the committed archive verifies: what was once written stays readable', async () => {
  const verified = await verifyArchive(reader, { vkey: committed.vkey, genesis: committed.genesis, requireQuorum: true });
  expect(verified).toMatchObject({ faults: [], records: 270, goodUpTo: 270, chains: 3, erased: committed.erased, cosignedBy: [{ name: 'witness.test' }] });
});

test('and two of its three holders read it', async () => {
  const opened = new Map<string, number>();
  const keys = new Map<string, Generator<Uint8Array, never>>();
  for (const { kid, chainKey } of committed.chains.filter((each) => !committed.erased.includes(each.kid))) {
    const slot = (await reader.read(keyslotPath(unhex(kid))))!;
    const shares = await Promise.all(committed.identities.slice(1).map((identity) => releaseShare(slot, identity, unhex(kid))));
    const key = await openKeyslotWithShares(slot, shares.map((share) => share!), unhex(kid));
    expect(key).toEqual({ ok: true, chainKey: unhex(chainKey) });
    if (key.ok) keys.set(kid, messageKeys(key.chainKey));
  }
  for (const [bundle, width] of [[0, 256], [1, 14]] as const) {
    const pack = (await reader.read(packPath(bundle, width)))!;
    let at = 0;
    for (const entry of decodeEntries((await reader.read(tilePath('entries', bundle, width)))!)) {
      const leaf = decodeLeaf(entry)!;
      const body = pack.subarray(at, (at += leaf.length));
      const kid = Buffer.from(leaf.kid).toString('hex');
      if ((leaf.flags & 1) === 0) continue;
      const record = openBody(keys.get(kid)!.next().value, entry, body);
      expect(record.ok && JSON.parse(Buffer.from(record.payload).toString())).toMatchObject({ k: expect.any(String) as string });
      opened.set(kid, (opened.get(kid) ?? 0) + 1);
    }
  }
  expect([...opened]).toEqual(committed.chains.slice(0, 2).map(({ kid, records }) => [kid, records]));
});
