import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createCosigner, newSeed, type PolicyWitness } from '@holdfast/archive-format';
import { createWitness, openWitnessState } from '../../auditor/src/witness/index.ts';

export type WatchingWitness = Awaited<ReturnType<typeof createWatchingWitness>>;

/** The witness that a second site would run, in this process, which outlives those that are killed. */
export async function createWatchingWitness(directory: string, logKey: string) {
  const file = openWitnessState(join(directory, 'witness.json'));
  file.watch(logKey);
  const signer = createCosigner('witness.test', newSeed(), () => 1_770_000_000);
  const cosigned = new Map<number, string>();
  const refused: string[] = [];
  let onCosigned: (() => void) | undefined;
  const server = createWitness({
    signer, evidence: join(directory, 'witness.evidence'),
    state: {
      ...file,
      advance(origin, from, head) {
        const isNew = file.advance(origin, from, head);
        if (isNew) cosigned.set(head.size, Buffer.from(head.root).toString('hex'));
        return isNew;
      },
    },
    onOutcome({ code, size }) {
      if (code === 'COSIGNED') onCosigned?.();
      else if (code !== 'SIZE_CONFLICT') refused.push(`${code} at ${size ?? 'no size'}`); // whoever was killed may not know what it was answered
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const policy: PolicyWitness = { name: 'witness.test', vkey: signer.vkey, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  return {
    policy,
    /** Size and root of every head that it cosigned. */
    cosigned: cosigned as ReadonlyMap<number, string>,
    /** Whatever is not honest growth: forks, proofs that do not hold, signatures of others. */
    refused: refused as readonly string[],
    /** Runs once, when a head is cosigned and nobody knows it yet. */
    whenCosigned: (run: () => void): void => {
      onCosigned = () => {
        onCosigned = undefined;
        run();
      };
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
