import { beforeAll, describe, expect, test } from 'vitest';
import { makeHolder, type TestHolder } from '../test/memory-archive.ts';
import { hex, unbase64, unhex, vector } from '../test/vectors.ts';
import { isRecipient, kidOf, newChainKey, newIdentity, openKeyslot, openKeyslotWithShares, openWithPassphrase, ready, recipientOf, releaseShare, sealWithPassphrase, slotShape, wrapKeyslot } from './index.ts';

let holders: TestHolder[];
let stranger: TestHolder;
beforeAll(async () => {
  await ready();
  holders = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => makeHolder(name)));
  stranger = await makeHolder('eve');
});

const wrapped = async (threshold: number, count: number, postQuantum = false): Promise<{ key: Uint8Array; kid: Uint8Array; slot: Uint8Array; who: readonly TestHolder[] }> => {
  const who = postQuantum ? await Promise.all(Array.from({ length: count }, (_, n) => makeHolder(`q${n}`, { postQuantum }))) : holders.slice(0, count);
  const key = newChainKey();
  return { key, kid: kidOf(key), slot: await wrapKeyslot(key, { holders: who, threshold }), who };
};

describe('any one of several', () => {
  test.each([1, 2, 5])('each of %i opens it, a stranger does not', async (count) => {
    const { key, kid, slot, who } = await wrapped(1, count);
    for (const { identity } of who) expect(await openKeyslot(slot, identity, kid)).toEqual({ ok: true, chainKey: Uint8Array.from(key) });
    expect(await openKeyslot(slot, stranger.identity, kid)).toEqual({ ok: false, code: 'NOT_MINE' });
    expect(Buffer.from(slot).toString('latin1')).toMatch(/^age-encryption\.org\/v1\n/);
    expect(slotShape(slot)).toEqual({ kind: 'any', recipients: count, isPostQuantum: false });
  });

  test('a slot of another chain is not taken for this one', async () => {
    const { slot, who } = await wrapped(1, 2);
    expect(await openKeyslot(slot, who[0]!.identity, kidOf(newChainKey()))).toEqual({ ok: false, code: 'SLOT_SWAPPED' });
  });

  test('a damaged slot opens for nobody', async () => {
    const { kid, slot, who } = await wrapped(1, 1);
    for (const at of [0, 30, 80, slot.length - 1]) expect((await openKeyslot(Uint8Array.from(slot, (byte, n) => (n === at ? byte ^ 1 : byte)), who[0]!.identity, kid)).ok).toBe(false);
    expect((await openKeyslot(slot.subarray(0, 50), who[0]!.identity, kid)).ok).toBe(false);
  });
});

describe('several together', () => {
  test.each([[2, 2], [2, 3], [3, 5], [5, 5]])('%i of %i open it in any choice, one fewer do not', async (threshold, count) => {
    const { key, kid, slot, who } = await wrapped(threshold, count);
    const shares = await Promise.all(who.map(({ identity }) => releaseShare(slot, identity, kid)));
    for (let from = 0; from < count; from++) {
      const some = Array.from({ length: threshold }, (_, n) => shares[(from + n) % count]!);
      expect(await openKeyslotWithShares(slot, some, kid)).toEqual({ ok: true, chainKey: Uint8Array.from(key) });
      expect(await openKeyslotWithShares(slot, some.slice(1), kid)).toEqual({ ok: false, code: 'SHARES_NEEDED' });
    }
    expect(await openKeyslotWithShares(slot, shares.map((share) => share!), kid)).toEqual({ ok: true, chainKey: Uint8Array.from(key) });
    expect(slotShape(slot)).toEqual({ kind: 'shares', recipients: count, isPostQuantum: false });
  });

  test('alone a holder opens nothing, and a stranger has no share', async () => {
    const { kid, slot, who } = await wrapped(2, 3);
    expect(await openKeyslot(slot, who[0]!.identity, kid)).toEqual({ ok: false, code: 'SHARES_NEEDED' });
    expect(await releaseShare(slot, stranger.identity, kid)).toBeUndefined();
  });

  test('a share is for one slot: those of two do not come together, nor is one released for another chain', async () => {
    const [a, b] = [await wrapped(2, 2), await wrapped(2, 2)];
    const mixed = [await releaseShare(a.slot, holders[0]!.identity, a.kid), await releaseShare(b.slot, holders[1]!.identity, b.kid)];
    expect((await openKeyslotWithShares(a.slot, mixed.map((share) => share!), a.kid)).ok).toBe(false);
    expect(await releaseShare(a.slot, holders[0]!.identity, b.kid)).toBeUndefined();
  });

  test('the same share twice, none, or an altered one opens nothing', async () => {
    const { kid, slot, who } = await wrapped(2, 3);
    const [one, two] = await Promise.all(who.map(({ identity }) => releaseShare(slot, identity, kid)));
    for (const shares of [[], [one!], [one!, one!], [one!, Uint8Array.from(two!, (byte, n) => (n === 3 ? byte ^ 1 : byte))], [Buffer.of(1, 2), Buffer.of(3, 4)]]) expect((await openKeyslotWithShares(slot, shares, kid)).ok).toBe(false);
  });

  test('a damaged container is told', async () => {
    const { kid, slot, who } = await wrapped(2, 2);
    const cut = slot.subarray(0, slot.length - 5);
    expect(await openKeyslotWithShares(cut, [], kid)).toEqual({ ok: false, code: 'SLOT_DAMAGED' });
    expect([slotShape(cut), await releaseShare(cut, who[0]!.identity, kid)]).toEqual([undefined, undefined]);
    expect(slotShape(Buffer.from('anything'))).toBeUndefined();
  });
});

describe('post-quantum', () => {
  test('any of two', async () => {
    const { key, kid, slot, who } = await wrapped(1, 2, true);
    for (const { identity } of who) expect(await openKeyslot(slot, identity, kid)).toEqual({ ok: true, chainKey: Uint8Array.from(key) });
    expect(slotShape(slot)).toEqual({ kind: 'any', recipients: 2, isPostQuantum: true });
  });

  test('two of three: nothing in the slot is weaker than its holders’ keys', async () => {
    const { key, kid, slot, who } = await wrapped(2, 3, true);
    const shares = await Promise.all(who.slice(1).map(({ identity }) => releaseShare(slot, identity, kid)));
    expect(await openKeyslotWithShares(slot, shares.map((share) => share!), kid)).toEqual({ ok: true, chainKey: Uint8Array.from(key) });
    expect(slotShape(slot)).toEqual({ kind: 'shares', recipients: 3, isPostQuantum: true });
    expect(Buffer.from(slot).toString('latin1')).not.toContain('-> X25519');
  });
});

type KeyslotVector = { name: string; threshold: number; identities: string[]; recipients: string[]; chainKey: string; kid: string; keyslot: string }[];
test.each(vector<KeyslotVector>('keyslot'))('the committed slot for $name', async ({ threshold, identities, recipients, chainKey, kid, keyslot }) => {
  const slot = unbase64(keyslot);
  expect(await Promise.all(identities.map(recipientOf))).toEqual(recipients);
  if (threshold === 1) for (const identity of identities) expect(await openKeyslot(slot, identity, unhex(kid))).toEqual({ ok: true, chainKey: unhex(chainKey) });
  else {
    const shares = await Promise.all(identities.slice(0, threshold).map((identity) => releaseShare(slot, identity, unhex(kid))));
    const opened = await openKeyslotWithShares(slot, shares.map((share) => share!), unhex(kid));
    expect(opened.ok && hex(opened.chainKey)).toBe(chainKey);
  }
});

test('only recipients that a slot can be sealed to are recipients', async () => {
  const [classic, hybrid] = await Promise.all([false, true].map(async (postQuantum) => recipientOf(await newIdentity({ postQuantum }))));
  expect([classic!, hybrid!].map(isRecipient)).toEqual([true, true]);
  for (const wrong of ['', 'age1', classic!.slice(0, -1), classic!.slice(0, -1) + (classic!.endsWith('q') ? 'p' : 'q'), classic!.toUpperCase(), `${classic} `, 'age1yubikey1qwerty', holders[0]!.identity]) expect(isRecipient(wrong), wrong).toBe(false);
});

test('a key under a passphrase opens with that passphrase alone', async () => {
  const file = await sealWithPassphrase(Buffer.from('secret'), 'correct horse', 10);
  expect(Buffer.from((await openWithPassphrase(file, 'correct horse'))!).toString()).toBe('secret');
  expect(await openWithPassphrase(file, 'correct house')).toBeUndefined();
  expect(await openWithPassphrase(file.subarray(0, 40), 'correct horse')).toBeUndefined();
});
