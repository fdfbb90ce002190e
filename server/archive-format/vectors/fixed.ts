/** Vectors that come out the same in every run. Tests make them again and compare. */
import {
  consistencyProof, createChain, createCosigner, createSigner, createTree, dictionary1, emptyRoot, encodeLeaf, formatAddCheckpoint, formatCheckpoint, formatErase, formatPolicy, inclusionProof, kidOf, leafHash, LeafType, messageKeys, packPath, policyHash, sha256, signNote,
  tilePath, type Hash, type ReadTile,
} from '../src/index.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const seed = (name: string): Uint8Array => sha256(Buffer.from(`vector seed ${name}`));
const entry = (n: number): Buffer => Buffer.from(`entry ${n}`);

function treeOf(size: number): { root: Hash; read: ReadTile } {
  const tree = createTree();
  const tiles = new Map<string, Uint8Array>();
  for (let n = 0; n < size; n++) for (const { level, index, bytes } of tree.append(leafHash(entry(n)))) tiles.set(tilePath(level, index), bytes);
  for (const { level, index, width, bytes } of tree.partials()) tiles.set(tilePath(level, index, width), bytes);
  return { root: tree.root(), read: async (level, index, width) => tiles.get(tilePath(level, index, width)) ?? new Uint8Array() };
}

function seal() {
  const chainKey = seed('chain');
  const chain = createChain(Uint8Array.from(chainKey));
  const kid = hex(kidOf(chainKey));
  const keys = messageKeys(chainKey);
  const file = seed('media file');
  const records = [
    { type: LeafType.event, timeMs: 1_770_000_000_000, payload: '{"k":"event","at":1770000000000,"room":"!r:box.test","event":{"event_id":"$1","content":{"body":"Добрый день"}}}' },
    { type: LeafType.record, timeMs: 1_770_000_000_001, payload: '{"k":"audit","at":1770000000001,"action":"room.claimed"}' },
    { type: LeafType.media, timeMs: 1_770_000_000_002, payload: '{"k":"media","at":1770000000002,"event":"$1"}', file },
    { type: LeafType.gap, timeMs: 1_770_000_000_003, payload: '' },
  ].map(({ type, timeMs, payload, file: name }) => {
    const { leaf, body } = chain.seal(type, timeMs, Buffer.from(payload), name);
    return { type, timeMs, payload, messageKey: hex(keys.next().value), leaf: hex(leaf), body: hex(body), file: name ? hex(name) : null };
  });
  return { chainKey: hex(chainKey), kid, dictionary1: hex(dictionary1), records };
}

function notes() {
  const log = createSigner('box.test/archive', seed('log'));
  const witness = createCosigner('witness.test', seed('witness'), () => 1_770_000_000);
  const text = formatCheckpoint({ origin: log.name, size: 3, root: seed('root') });
  return {
    log: { seed: hex(seed('log')), vkey: log.vkey }, witness: { seed: hex(seed('witness')), vkey: witness.vkey, time: 1_770_000_000 },
    text, signed: signNote(text, log), cosigned: signNote(text, log, witness), cosignature: witness.sign(text),
    addCheckpoint: { oldSize: 2, proof: [hex(seed('proof'))], body: formatAddCheckpoint({ oldSize: 2, proof: [seed('proof')], checkpoint: signNote(text, log) }) },
  };
}

function policies() {
  const [anna, boris, vera] = ['anna', 'boris', 'vera'].map((name) => createSigner(name, seed(name)));
  const recipients = ['age1q8vm038g5wdv5pta28nu8d6thuk02sx8umvrrnzn5a86jkur7e9swnyf8m', 'age1qyu0pwdczpjpg9xpgcqa0d485tkkwztp4ec0x2uqnletqpsuw4qsrn352x', 'age1yygqvfqy2et90ufvsutxu484vthpnvuyxh6uyrklyce474smffus9j2fxt'];
  const holder = (signer: typeof anna, at: number) => ({ name: signer!.name, recipient: recipients[at]!, vkey: signer!.vkey });
  const holders = [holder(anna, 0), holder(boris, 1), holder(vera, 2)];
  const witness = createCosigner('witness.test', seed('witness'), () => 0);
  const first = { origin: 'box.test/archive', sequence: 1, threshold: 2, previous: null, holders, witnesses: [{ name: witness.name, vkey: witness.vkey, url: 'https://witness.test' }], quorum: 1 };
  const second = { ...first, sequence: 2, previous: policyHash(formatPolicy(first)), holders: holders.slice(0, 2), threshold: 1 };
  const sign = (policy: typeof second | typeof first, ...by: (typeof anna)[]): string => signNote(formatPolicy(policy), ...by.map((signer) => signer!));
  const begun = sign(first, anna, boris, vera);
  return {
    hash: policyHash(formatPolicy(first)),
    changes: [
      { name: 'the first, signed by all', before: null, note: begun, result: 'ok' },
      { name: 'the first, one signature missing', before: null, note: sign(first, anna, boris), result: 'SIGNATURES_MISSING' },
      { name: 'a change, signed by as many as open', before: begun, note: sign(second, vera, anna), result: 'ok' },
      { name: 'a change, signed by one', before: begun, note: sign(second, anna), result: 'SIGNATURES_MISSING' },
      { name: 'a change, one holder counted once', before: begun, note: `${sign(second, anna)}${anna!.sign(formatPolicy(second))}`, result: 'SIGNATURES_MISSING' },
      { name: 'a change that follows another', before: begun, note: sign({ ...second, previous: hex(seed('other')) }, anna, boris), result: 'PREVIOUS_WRONG' },
      { name: 'a change that skips one', before: begun, note: sign({ ...second, sequence: 3 }, anna, boris), result: 'SEQUENCE_WRONG' },
      { name: 'a change for another log', before: begun, note: sign({ ...second, origin: 'other.test' }, anna, boris), result: 'ORIGIN_WRONG' },
      { name: 'more needed than there are', before: null, note: sign({ ...first, threshold: 4 }, anna, boris, vera), result: 'THRESHOLD_WRONG' },
      { name: 'a quorum of more witnesses than there are', before: null, note: sign({ ...first, quorum: 2 }, anna, boris, vera), result: 'QUORUM_WRONG' },
      { name: 'the same recipient twice', before: null, note: sign({ ...first, holders: [holder(anna, 0), holder(boris, 0)] }, anna, boris), result: 'HOLDERS_WRONG' },
      { name: 'altered after it was signed', before: null, note: begun.replace('threshold 2', 'threshold 1'), result: 'SIGNATURE_INVALID' },
      { name: 'a later version', before: null, note: begun.replace('policy/v1', 'policy/v2'), result: 'POLICY_VERSION' },
    ],
    erase: signNote(formatErase({ origin: 'box.test/archive', kids: [Buffer.alloc(16, 7)] }), anna!, vera!),
  };
}

/** The tree's, which need its tiles to be read. */
export async function treeVectors() {
  const sizes = [1, 2, 3, 7, 8, 255, 256, 257, 600, 1000];
  return {
    entries: 'entry 0, entry 1, …', empty: hex(emptyRoot), leaf0: hex(leafHash(entry(0))),
    roots: sizes.map((size) => ({ size, root: hex(treeOf(size).root) })),
    inclusion: await Promise.all([[0, 1], [0, 2], [2, 3], [6, 7], [255, 257], [256, 257], [300, 1000], [999, 1000]].map(async ([index = 0, size = 0]) => ({ index, size, proof: (await inclusionProof(index, size, treeOf(size).read)).map(hex) }))),
    consistency: await Promise.all([[1, 2], [3, 7], [8, 257], [255, 256], [256, 600], [257, 1000], [600, 1000], [1000, 1000]].map(async ([oldSize = 0, size = 0]) => ({ oldSize, size, proof: (await consistencyProof(oldSize, size, treeOf(size).read)).map(hex) }))),
    paths: { 'level 0, tile 1234067': tilePath(0, 1_234_067), 'entries 5 of width 17': tilePath('entries', 5, 17), 'level 2, tile 0': tilePath(2, 0), 'pack 999999': packPath(999_999) },
  };
}

const leaves = () => [
  { type: LeafType.event, flags: 0x0101, timeMs: 1_770_000_000_123, kid: '000102030405060708090a0b0c0d0e0f', n: 4095, length: 65_536, hash: hex(seed('body')) },
  { type: LeafType.verified, flags: 1, timeMs: 2 ** 53 - 1, kid: 'ff'.repeat(16), n: 2 ** 32 - 1, length: 2 ** 32 - 1, hash: 'ff'.repeat(32) },
  { type: LeafType.config, flags: 0, timeMs: 0, kid: '00'.repeat(16), n: 0, length: 0, hash: hex(emptyRoot) },
].map((leaf) => ({ ...leaf, bytes: hex(encodeLeaf({ ...leaf, kid: Buffer.from(leaf.kid, 'hex'), hash: Buffer.from(leaf.hash, 'hex') })) }));

/** By the names of their files. What is sealed needs `ready`. */
export const fixed = { seal, note: notes, policy: policies, leaf: leaves };
