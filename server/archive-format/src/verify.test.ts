import { beforeAll, describe, expect, test } from 'vitest';
import { filledArchive, makeHolder, makeWitness, policyOf, signPolicy, createMemoryArchive, type MemoryArchive, type TestHolder } from '../test/memory-archive.ts';
import { bundlesOf, createSigner, createTree, foldRanges, leafHash, newSeed, formatErase, formatRewrap, keyslotPath, LeafType, mediaPath, packPath, plainRecord, policyHash, formatPolicy, readHead, sha256, signNote, tilePath, verifyArchive, verifyRange, wrapKeyslot, type ArchiveReader, type Verified, type VerifyOptions } from './index.ts';

let holders: readonly TestHolder[];
beforeAll(async () => {
  holders = [await makeHolder('anna'), await makeHolder('boris')];
});

const check = (archive: MemoryArchive, options: Partial<VerifyOptions> = {}): Promise<Verified> => verifyArchive(archive.reader, { vkey: archive.vkey, genesis: archive.genesis, ...options });
const told = ({ faults }: Verified): string[] => faults.map(({ code, index }) => `${code} ${index ?? 'whole'}`);
const changed = (bytes: Uint8Array, at: number): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  copy[at < 0 ? copy.length + at : at]! ^= 1;
  return copy;
};
const change = ({ files }: MemoryArchive, path: string, how: (bytes: Uint8Array) => Uint8Array): void => void files.set(path, how(files.get(path)!));

describe('an archive as it was written', () => {
  test('verifies to its end and says what is in it', async () => {
    const archive = await filledArchive({ holders });
    const verified = await check(archive);
    expect(told(verified)).toEqual([]);
    expect(verified).toMatchObject({ records: 605, goodUpTo: 605, chains: 2, counts: { [LeafType.event]: 594, [LeafType.media]: 6, [LeafType.epochOpen]: 2, [LeafType.epochClose]: 2, [LeafType.config]: 1 }, firstMs: 1_770_000_000_000 });
    expect(verified.policy?.holders.map(({ name }) => name)).toEqual(['anna', 'boris']);
  });

  test.each([0, 1, 248, 252, 253, 508])('with %i records, in bundles that are full or not', async (events) => {
    const verified = await check(await filledArchive({ holders, events }));
    expect([told(verified), verified.goodUpTo]).toEqual([[], events + 5]);
  });

  test('verifies in ranges, in any order, as in one', async () => {
    const archive = await filledArchive({ holders, events: 1200 });
    const { head } = await readHead(archive.reader, archive.vkey);
    const bundles = bundlesOf(head!.size);
    const ranges = await Promise.all(Array.from({ length: bundles }, (_, from) => verifyRange(archive.reader, { from, to: from + 1, size: head!.size })));
    const handedOver = structuredClone(ranges); // as between threads
    expect(await foldRanges(archive.reader, { head: head!, ranges: handedOver, genesis: archive.genesis })).toEqual(await check(archive));
  });

  test('verifies while the log behind the checkpoint has grown and partial files have become full ones', async () => {
    const archive = await filledArchive({ holders, events: 300 });
    const old = archive.files.get('checkpoint')!;
    const chain = await archive.open();
    for (let n = 0; n < 400; n++) archive.seal(chain, { n });
    archive.write({ keepOld: true });
    archive.files.set('checkpoint', old);
    for (const pathOf of [(width: number) => tilePath(0, 1, width), (width: number) => tilePath('entries', 1, width), (width: number) => packPath(1, width)]) expect(archive.files.delete(pathOf(49))).toBe(true);
    expect(told(await check(archive))).toEqual([]);
  });
});

describe('one flipped byte', () => {
  test('is found and named wherever it is, in every file', async () => {
    const archive = await filledArchive({ holders, events: 300 });
    const found = new Map<string, Set<string>>();
    for (const [path, bytes] of [...archive.files]) {
      if (path.startsWith('cp/')) continue;
      for (let at = 0; at < bytes.length; at += bytes.length > 5000 ? 997 : 61) {
        archive.files.set(path, changed(bytes, at));
        const verified = await check(archive);
        const kind = path.replace(/\/.*(?:\d|\.age).*$/, '');
        found.set(kind, (found.get(kind) ?? new Set()).add(verified.faults[0]?.code ?? `NOTHING at ${at} of ${path}`));
        expect(verified.faults.length, `${path} at ${at}`).toBeGreaterThan(0);
      }
      archive.files.set(path, bytes);
    }
    expect(Object.fromEntries([...found].map(([kind, codes]) => [kind, [...codes].sort()]))).toEqual({
      checkpoint: expect.arrayContaining(['CHECKPOINT_INVALID']) as string[],
      keys: ['KEYSLOT_ALTERED'],
      media: ['MEDIA_ALTERED'],
      pack: ['BODY_ALTERED'], // also in a policy: that it is none is what came of it
      tile: expect.arrayContaining(['LEAF_ALTERED', 'TILE_ALTERED']) as string[],
    });
    expect(told(await check(archive))).toEqual([]);
  }, 60_000);

  test('in the body of a record: it alone is told, and everything before it is good', async () => {
    const archive = await filledArchive({ holders });
    const before = archive.records.slice(256, 300).reduce((sum, { body }) => sum + body.length, 0);
    change(archive, packPath(1), (pack) => changed(pack, before + 40));
    expect(await check(archive)).toMatchObject({ faults: [{ code: 'BODY_ALTERED', index: 300, path: 'pack/001' }], goodUpTo: 300 });
  });

  test.each([0, 1, 3, 8, 15, 30, 34, 50])('in byte %i of a leaf: it alone is told', async (byte) => {
    const archive = await filledArchive({ holders });
    change(archive, tilePath('entries', 1), (entries) => changed(entries, 44 * 70 + 2 + byte));
    expect(await check(archive)).toMatchObject({ faults: [{ code: 'LEAF_ALTERED', index: 300, path: 'tile/entries/001' }], goodUpTo: 300 });
  });

  test('in a tile: it is the tile that is wrong', async () => {
    const archive = await filledArchive({ holders });
    change(archive, tilePath(0, 1), (tile) => changed(tile, 44 * 32));
    expect(await check(archive)).toMatchObject({ faults: [{ code: 'TILE_ALTERED', index: 300, path: 'tile/0/001' }] });
  });

  test('in a tile of the second level', async () => {
    const archive = await filledArchive({ holders });
    change(archive, tilePath(1, 0, 2), (tile) => changed(tile, 33));
    expect(told(await check(archive))).toEqual(['TILE_ALTERED 0']);
  });
});

describe('what is missing, moved or cut', () => {
  test.each([
    ['a bundle of leaves', tilePath('entries', 1), 'ENTRIES_MISSING 256'],
    ['a pack', packPath(1), 'PACK_MISSING 256'],
    ['a tile', tilePath(0, 1), 'TILE_MISSING 256'],
    ['the last bundle, which is not full', tilePath('entries', 2, 93), 'ENTRIES_MISSING 512'],
    ['the checkpoint', 'checkpoint', 'CHECKPOINT_MISSING whole'],
  ])('%s', async (_, path, fault) => {
    const archive = await filledArchive({ holders });
    expect(archive.files.delete(path)).toBe(true);
    expect(told(await check(archive))).toEqual([fault]);
  });

  test('a whole bundle is gone, leaves, tile and pack: what is before it is proven by the upper tiles or not claimed', async () => {
    const archive = await filledArchive({ holders });
    for (const path of [tilePath('entries', 1), tilePath(0, 1), packPath(1)]) archive.files.delete(path);
    const verified = await check(archive);
    expect(told(verified)).toContain('ENTRIES_MISSING 256');
    expect(verified.goodUpTo).toBe(0);
    const pinned = await check(archive, { pins: [{ size: 256, root: (await rootOfFirst(archive, 256)) }] });
    expect(pinned.goodUpTo).toBe(0); // nothing of the tree is known, so neither is that it begins with the pin
  });

  test.each([
    ['leaves cut within a leaf', tilePath('entries', 1), (b: Uint8Array) => b.subarray(0, 44 * 70 + 9), 'ENTRIES_DAMAGED 300'],
    ['leaves with something behind them', tilePath('entries', 1), (b: Uint8Array) => Buffer.concat([b, Buffer.of(0)]), 'ENTRIES_DAMAGED 511'],
    ['a pack cut within the last body', packPath(1), (b: Uint8Array) => b.subarray(0, -1), 'PACK_DAMAGED 511'],
    ['a pack with something behind it', packPath(1), (b: Uint8Array) => Buffer.concat([b, Buffer.of(0)]), 'PACK_DAMAGED 511'],
    ['a tile with something behind it', tilePath(0, 1), (b: Uint8Array) => Buffer.concat([b, Buffer.of(0)]), 'TILE_ALTERED 511'],
    ['a tile cut short', tilePath(0, 1), (b: Uint8Array) => b.subarray(0, 320), 'TILE_ALTERED 266'],
  ])('%s', async (_, path, how, fault) => {
    const archive = await filledArchive({ holders });
    change(archive, path, how);
    expect(told(await check(archive))[0]).toBe(fault);
  });

  test('two records changed places, leaves and bodies alike', async () => {
    const archive = await filledArchive({ holders });
    const signed = [...archive.files].filter(([path]) => /^(?:checkpoint$|tile\/\d)/.test(path));
    [archive.records[300], archive.records[301]] = [archive.records[301]!, archive.records[300]!];
    archive.write();
    for (const [path, bytes] of signed) archive.files.set(path, bytes);
    expect(told(await check(archive))).toEqual(['LEAF_ALTERED 300']);
  });

  test('two bundles changed places', async () => {
    const archive = await filledArchive({ holders });
    for (const pathOf of [(n: number) => tilePath('entries', n), (n: number) => packPath(n)]) {
      const [a, b] = [archive.files.get(pathOf(0))!, archive.files.get(pathOf(1))!];
      archive.files.set(pathOf(0), b).set(pathOf(1), a);
    }
    expect(told(await check(archive))[0]).toBe('LEAF_ALTERED 0');
  });
});

async function rootOfFirst(archive: MemoryArchive, size: number): Promise<Uint8Array> {
  const tree = createTree();
  for (const { leaf } of archive.records.slice(0, size)) tree.append(leafHash(leaf));
  return tree.root();
}

describe('a box that holds the log’s key and lies', () => {
  test('cuts the end off and signs again: seen by whoever kept a head', async () => {
    const archive = await filledArchive({ holders });
    const pin = { size: archive.records.length, root: archive.root() };
    archive.records.length = 500;
    archive.write();
    expect(told(await check(archive))).toEqual([]); // alone it looks whole
    expect(told(await check(archive, { pins: [pin] }))).toEqual(['TRUNCATED 500']);
  });

  test('rewrites a record and signs again: seen by whoever kept a head', async () => {
    const archive = await filledArchive({ holders });
    const pins = [{ size: 400, root: await rootOfFirst(archive, 400) }];
    expect(told(await check(archive, { pins }))).toEqual([]);
    const { leaf, body } = archive.records[300]!;
    archive.records[300] = { leaf: changed(leaf, 11), body };
    archive.write();
    expect(told(await check(archive))).toEqual([]);
    expect(told(await check(archive, { pins }))).toEqual(['REWRITTEN whole']);
  });

  test('leaves a record of a chain out and signs again', async () => {
    const archive = await filledArchive({ holders });
    archive.records.splice(300, 1);
    archive.write();
    expect(told(await check(archive))[0]).toMatch(/^CHAIN_BROKEN 30\d$/);
  });

  test('leaves the last records of a chain out and signs again', async () => {
    const archive = await filledArchive({ holders });
    archive.records.splice(602, 1);
    archive.write();
    expect(told(await check(archive))).toEqual(['CHAIN_BROKEN 602']);
  });

  test('seals under a chain that nobody can open, or opens one twice', async () => {
    const archive = await filledArchive({ holders });
    const open = archive.records.splice(1, 1);
    archive.write();
    expect(told(await check(archive))[0]).toMatch(/^CHAIN_UNOPENED/);
    archive.records.splice(1, 0, ...open, ...open);
    archive.write();
    expect(told(await check(archive))).toEqual(['CHAIN_BROKEN 2']);
  });

  test('writes after a chain was closed', async () => {
    const archive = await filledArchive({ holders });
    archive.seal(archive.chains[0]!, { late: true });
    archive.write();
    expect(told(await check(archive))).toEqual(['CHAIN_BROKEN 605']);
  });

  test('is another box: other key, other origin, other first policy', async () => {
    const archive = await filledArchive({ holders });
    expect(told(await check(archive, { vkey: createSigner('box.test/archive', newSeed()).vkey }))).toEqual(['CHECKPOINT_INVALID whole']);
    expect(told(await check(archive, { vkey: createSigner('other.test', newSeed()).vkey }))).toEqual(['ORIGIN_WRONG whole']);
    expect(told(await check(archive, { genesis: policyHash('another') }))).toEqual(['POLICY_FOREIGN 0']);
  });
});

describe('keyslots', () => {
  const slotOf = (archive: Awaited<ReturnType<typeof filledArchive>>, n: number): string => keyslotPath(archive.chains[n]!.kid);

  test('a missing one is told, unless enough holders signed for it', async () => {
    const archive = await filledArchive({ holders });
    archive.files.delete(slotOf(archive, 1));
    expect(told(await check(archive))).toEqual(['KEYSLOT_MISSING 2']);
    archive.append(plainRecord(LeafType.erase, 1, signNote(formatErase({ origin: archive.policy.origin, kids: [archive.chains[1]!.kid] }), holders[1]!.signer)));
    archive.write();
    const verified = await check(archive);
    expect([told(verified), verified.erased]).toEqual([[], [Buffer.from(archive.chains[1]!.kid).toString('hex')]]);
  });

  test('an erasure that nobody with a right to it signed excuses nothing', async () => {
    const archive = await filledArchive({ holders });
    const stranger = await makeHolder('eve');
    archive.files.delete(slotOf(archive, 1));
    archive.append(plainRecord(LeafType.erase, 1, signNote(formatErase({ origin: archive.policy.origin, kids: [archive.chains[1]!.kid] }), stranger.signer)));
    archive.append(plainRecord(LeafType.erase, 1, signNote(formatErase({ origin: 'other.test', kids: [archive.chains[1]!.kid] }), holders[0]!.signer)));
    archive.write();
    expect(told(await check(archive))).toEqual(['KEYSLOT_MISSING 2', 'CONTROL_INVALID 605', 'CONTROL_INVALID 606']);
  });

  test('media of an erased chain may be gone, media of another may not', async () => {
    const archive = await filledArchive({ holders });
    for (const path of [...archive.files.keys()]) if (path.startsWith('media/')) archive.files.delete(path);
    expect(new Set((await check(archive)).faults.map(({ code }) => code))).toEqual(new Set(['MEDIA_MISSING']));
    archive.append(plainRecord(LeafType.erase, 1, signNote(formatErase({ origin: archive.policy.origin, kids: archive.chains.map(({ kid }) => kid) }), holders[0]!.signer)));
    archive.write();
    expect(told(await check(archive))).toEqual([]);
    expect(told(await check(archive, { withMedia: false }))).toEqual([]);
  });

  test('one taken for another, or one with an eavesdropper among its recipients', async () => {
    const archive = await filledArchive({ holders });
    const [a, b] = [archive.files.get(slotOf(archive, 0))!, archive.files.get(slotOf(archive, 1))!];
    archive.files.set(slotOf(archive, 0), b).set(slotOf(archive, 1), a);
    expect(told(await check(archive))).toEqual(['KEYSLOT_ALTERED 1', 'KEYSLOT_ALTERED 2']);

    const crowded = await createMemoryArchive({ holders });
    Object.assign(crowded, { policy: policyOf([...holders, await makeHolder('eve')]) }); // the box wraps to one more than was signed
    await crowded.open();
    crowded.write();
    expect(told(await check(crowded))).toEqual(['KEYSLOT_RECIPIENTS 1']);
  });

  test('one that holders exchanged themselves', async () => {
    const archive = await filledArchive({ holders });
    const other = await wrapKeyslot(archive.chains[0]!.chainKey, archive.policy);
    archive.files.set(slotOf(archive, 0), other);
    expect(told(await check(archive))).toEqual(['KEYSLOT_ALTERED 1']);
    const slots = [{ kid: Buffer.from(archive.chains[0]!.kid).toString('hex'), hash: Buffer.from(sha256(other)).toString('hex') }];
    archive.append(plainRecord(LeafType.rewrap, 1, signNote(formatRewrap({ origin: archive.policy.origin, slots }), holders[0]!.signer)));
    archive.write();
    expect(told(await check(archive))).toEqual([]);
  });

  test('opened before there was a policy', async () => {
    const archive = await filledArchive({ holders });
    archive.records.push(archive.records.shift()!);
    archive.write();
    expect(told(await check(archive))).toEqual(['POLICY_MISSING 0', 'POLICY_MISSING 1']);
  });
});

describe('policies', () => {
  test('a change that the holders before have signed is followed; another is told and has no effect', async () => {
    const archive = await filledArchive({ holders });
    const boris = holders[1]!;
    const next = policyOf([boris], { sequence: 2, previous: archive.genesis });
    archive.append(plainRecord(LeafType.config, 1, signPolicy(next, [holders[0]!])));
    const coup = policyOf([await makeHolder('eve')], { sequence: 3, previous: policyHash(formatPolicy(next)) });
    archive.append(plainRecord(LeafType.config, 1, signPolicy(coup, [await makeHolder('eve')])));
    archive.write();
    const verified = await check(archive);
    expect([told(verified), verified.policy?.holders.map(({ name }) => name)]).toEqual([['POLICY_INVALID 606'], ['boris']]);
  });
});

describe('witnesses', () => {
  const witnessed = async (quorum: number, sign: readonly string[]): Promise<MemoryArchive> => {
    const all = ['w1', 'w2'].map((name) => makeWitness(name));
    const policy = policyOf(holders, { quorum, witnesses: all.map(({ name, vkey }) => ({ name, vkey, url: 'https://witness.test' })) });
    const archive = await createMemoryArchive({ holders, policy, witnesses: all.filter(({ name }) => sign.includes(name)) });
    archive.write();
    return archive;
  };

  test('who has signed the head, and when', async () => {
    expect((await check(await witnessed(1, ['w1', 'w2']), { requireQuorum: true })).cosignedBy).toEqual([{ name: 'w1', time: 1_770_000_000 }, { name: 'w2', time: 1_770_000_000 }]);
  });

  test('fewer than the policy asks for', async () => {
    expect(told(await check(await witnessed(2, ['w1']), { requireQuorum: true }))).toEqual(['QUORUM_MISSING whole']);
    expect(told(await check(await witnessed(2, ['w1'])))).toEqual([]);
  });

  test('a signature that is not the witness’s', async () => {
    const archive = await witnessed(1, ['w1']);
    const text = Buffer.from(archive.files.get('checkpoint')!).toString();
    const line = /\u2014 w1 (\S+)/.exec(text)![1]!;
    archive.files.set('checkpoint', Buffer.from(text.replace(line, Buffer.from(changed(Buffer.from(line, 'base64'), 20)).toString('base64'))));
    expect(told(await check(archive))).toContain('COSIGNATURE_INVALID whole');
  });
});

test('a file too large to hold is hashed by the reader', async () => {
  const archive = await filledArchive({ holders, events: 60 });
  const asked: string[] = [];
  const reader: ArchiveReader = { read: (path) => archive.reader.read(path), digest: async (path) => (asked.push(path), archive.files.has(path) ? sha256(archive.files.get(path)!) : undefined) };
  expect(told(await verifyArchive(reader, { vkey: archive.vkey }))).toEqual([]);
  expect(asked).toEqual([mediaPath(sha256(Buffer.from('file 50')))]);
});
