import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { ready, verifyArchive, type ArchiveReader, type Fault } from '@holdfast/archive-format';

export type VerifyOrder = { readonly directory: string; readonly vkey: string; readonly genesis: string | null; /** Whether the box has ever signed a head. */ readonly isBegun: boolean };
export type VerifyResult = { readonly records: number; readonly goodUpTo: number; readonly faults: number; readonly first: Fault | null };

const isMissing = (failure: unknown): boolean => (failure as NodeJS.ErrnoException).code === 'ENOENT';

function readerOf(directory: string): ArchiveReader {
  return {
    async read(path) {
      try {
        return readFileSync(join(directory, path)); // this thread does nothing else meanwhile
      } catch (failure) {
        if (isMissing(failure)) return undefined;
        throw failure;
      }
    },
    async digest(path) {
      const sum = createHash('sha256');
      try {
        for await (const part of createReadStream(join(directory, path))) sum.update(part as Buffer);
      } catch (failure) {
        if (isMissing(failure)) return undefined;
        throw failure;
      }
      return sum.digest();
    },
  };
}

await ready();
const { directory, vkey, genesis, isBegun } = workerData as VerifyOrder;
const { records, goodUpTo, faults: found, moreFaults } = await verifyArchive(readerOf(directory), { vkey, genesis });
const faults = isBegun ? found : found.filter(({ code }) => code !== 'CHECKPOINT_MISSING'); // a box without key holders has no head yet, and nobody took it away
parentPort?.postMessage({ records, goodUpTo, faults: faults.length + moreFaults, first: faults[0] ?? null } satisfies VerifyResult);
