/** Writes an archive into an empty folder, for tools of others to read: `node write-archive.ts <folder> <events>`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filledArchive } from '../test/memory-archive.ts';

const [, , folder = '', events = '600'] = process.argv;
const archive = await filledArchive({ events: Number(events) });
for (const [path, bytes] of archive.files) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
}
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const about = {
  vkey: archive.vkey,
  origin: archive.policy.origin,
  size: archive.records.length,
  identities: archive.holders.map(({ identity }) => identity),
  chains: archive.chains.map(({ kid, chainKey }) => ({ kid: hex(kid), chainKey: hex(chainKey) })),
};
writeFileSync(join(folder, 'about.json'), JSON.stringify(about));
