import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @electron/fuses finds the wire of fuses behind this mark in the executable: version 1, nine fuses, as Electron 45 ships them. */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuseWire = Buffer.concat([Buffer.from([1, 9]), Buffer.from('101001001')]);

/**
 * A distribution of Electron as far as a packer looks at it: an executable with fuses, licences, a version. Nothing in it
 * runs; it stands in where the real binary is out of reach.
 */
export function makeStubElectron(directory: string, version: string): void {
  mkdirSync(join(directory, 'resources'), { recursive: true });
  const elf = Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]), Buffer.alloc(4096)]);
  writeFileSync(join(directory, 'electron'), Buffer.concat([elf, Buffer.from(fuseSentinel), fuseWire, Buffer.alloc(64)]));
  chmodSync(join(directory, 'electron'), 0o755);
  writeFileSync(join(directory, 'chrome-sandbox'), '');
  for (const file of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(directory, file), 'stub');
  writeFileSync(join(directory, 'version'), version);
}
