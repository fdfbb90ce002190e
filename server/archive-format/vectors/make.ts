/**
 * Makes the vectors of docs/spec/archive.md. Run by hand when the specification grows: `node server/archive-format/vectors/make.ts`.
 * Keys of age and shares are random, so files with them are written only where there is none: an old archive must stay
 * readable. from-go.json is made by interop/fromgo_test.go, witness.json is what a litewitness answered.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { formatErase, kidOf, LeafType, newIdentity, plainRecord, recipientOf, signNote, ready, wrapKeyslot, createAgeWriter } from '../src/index.ts';
import { createMemoryArchive, makeHolder, makeWitness, policyOf, seedOf } from '../test/memory-archive.ts';
import { fixed, treeVectors } from './fixed.ts';

const write = (name: string, value: unknown): void => writeFileSync(new URL(`./${name}.json`, import.meta.url), `${JSON.stringify(value, null, 1)}\n`);
const writeOnce = async (name: string, make: () => Promise<unknown>): Promise<void> => (existsSync(new URL(`./${name}.json`, import.meta.url)) ? undefined : write(name, await make()));
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

await ready();
write('tree', await treeVectors());
for (const [name, make] of Object.entries(fixed)) write(name, make());

async function keyslots(): Promise<unknown[]> {
  const made: unknown[] = [];
  for (const [name, threshold, count, postQuantum] of [['any of two', 1, 2, false], ['two of three', 2, 3, false], ['any of two, post-quantum', 1, 2, true], ['two of three, post-quantum', 2, 3, true]] as const) {
    const identities = await Promise.all(Array.from({ length: count }, () => newIdentity({ postQuantum })));
    const holders = await Promise.all(identities.map(async (identity, at) => ({ name: `h${at}`, recipient: await recipientOf(identity), vkey: '' })));
    const chainKey = seedOf(name);
    made.push({ name, threshold, identities, recipients: holders.map(({ recipient }) => recipient), chainKey: hex(chainKey), kid: hex(kidOf(chainKey)), keyslot: base64(await wrapKeyslot(chainKey, { holders, threshold })) });
  }
  return made;
}

async function media(): Promise<unknown[]> {
  const identity = await newIdentity({ postQuantum: false });
  const made: unknown[] = [];
  for (const size of [0, 1, 65_536, 65_537]) {
    const writer = createAgeWriter([await recipientOf(identity)]);
    const plain = Buffer.alloc(size, 'holdfast ');
    made.push({ size, repeated: 'holdfast ', identity, file: base64(Buffer.concat([await writer.header(), writer.update(plain), writer.final()])) });
  }
  return made;
}

/** A small archive with everything in it that verification looks at. */
async function archive(): Promise<unknown> {
  const holders = [await makeHolder('anna'), await makeHolder('boris'), await makeHolder('vera')];
  const witness = makeWitness('witness.test');
  const policy = policyOf(holders, { origin: 'box.test/archive', threshold: 2, witnesses: [{ name: witness.name, vkey: witness.vkey, url: 'https://witness.test' }], quorum: 1 });
  const made = await createMemoryArchive({ holders, policy, witnesses: [witness] });
  const chains = [await made.open(), await made.open(), await made.open()];
  for (let n = 0; n < 260; n++) made.seal(chains[n % 2]!, { k: 'event', at: n, room: '!r', event: { event_id: `$${n}`, content: { body: `письмо ${n}` } } });
  made.seal(chains[0]!, { k: 'audit', at: 1, action: 'room.claimed' }, LeafType.record);
  made.sealFile(chains[0]!, { k: 'media', at: 1, event: '$1' }, Buffer.from('the bytes of a file'));
  for (const chain of chains) made.close(chain);
  made.append(plainRecord(LeafType.erase, made.tick(), signNote(formatErase({ origin: policy.origin, kids: [chains[2]!.kid] }), holders[0]!.signer, holders[2]!.signer)));
  made.write();
  made.files.delete(`keys/${hex(chains[2]!.kid)}.age`);
  return {
    vkey: made.vkey, genesis: made.genesis, erased: [hex(chains[2]!.kid)], identities: holders.map(({ identity }) => identity),
    chains: chains.map((chain) => ({ kid: hex(chain.kid), chainKey: hex(chain.chainKey), records: chain.n })),
    files: Object.fromEntries([...made.files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, bytes]) => [path, base64(bytes)])),
  };
}

await writeOnce('keyslot', keyslots);
await writeOnce('media', media);
await writeOnce('archive', archive);
