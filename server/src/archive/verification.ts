import { Worker } from 'node:worker_threads';
import type { Db, ReadDb } from '../db/index.ts';
import type { Clock, Log } from '../kernel/index.ts';
import { insertFact } from './facts.ts';
import type { VerifyOrder, VerifyResult } from './verify-worker.ts';

export type Verification = { readonly at: number; readonly tookMs: number; readonly records: number; readonly goodUpTo: number; readonly faults: number; readonly firstCode: string | null; readonly firstIndex: number | null; readonly firstPath: string | null };

export const lastVerification = (db: ReadDb): Verification | undefined =>
  db.prepare<[], Verification>(
    'SELECT at, took_ms AS tookMs, records, good_up_to AS goodUpTo, faults, first_code AS firstCode, first_index AS firstIndex, first_path AS firstPath FROM archive_verification ORDER BY seq DESC LIMIT 1',
  ).get();

type Deps = { db: Db; clock: Clock; log: Log; order: () => VerifyOrder; onResult: (result: VerifyResult) => void };
export type Verifying = ReturnType<typeof createVerifying>;

/**
 * The box looks its own archive over, on a thread of its own: every byte but those that only a key opens. It would not find
 * what a box that lies has made up; that is what key holders and witnesses are for.
 */
export function createVerifying({ db, clock, log, order, onResult }: Deps) {
  let running: { readonly result: Promise<Verification>; readonly thread: Worker } | undefined;

  async function run(thread: Worker, startedAt: number): Promise<Verification> {
    const result = await new Promise<VerifyResult>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', () => reject(new Error('the verification was stopped')));
    });
    const { records, goodUpTo, faults, first } = result;
    const kept: Verification = { at: startedAt, tookMs: clock.now() - startedAt, records, goodUpTo, faults, firstCode: first?.code ?? null, firstIndex: first?.index ?? null, firstPath: first?.path ?? null };
    db.write((tx) => {
      tx.prepare('INSERT INTO archive_verification (at, took_ms, records, good_up_to, faults, first_code, first_index, first_path) VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
        kept.at, kept.tookMs, records, goodUpTo, faults, kept.firstCode, kept.firstIndex, kept.firstPath,
      );
      insertFact(tx, { kind: 'verified', roomId: null, at: startedAt, fields: { records, goodUpTo, faults, code: kept.firstCode, index: kept.firstIndex } });
    });
    onResult(result);
    log.info({ records, faults, ms: kept.tookMs }, 'archive.verified');
    return kept;
  }

  return {
    /** One at a time: whoever asks meanwhile gets the same result. */
    verify(): Promise<Verification> {
      if (running) return running.result;
      const thread = new Worker(new URL('./verify-worker.ts', import.meta.url), { workerData: order() });
      thread.unref();
      const result = run(thread, clock.now()).finally(() => (running = undefined));
      running = { result, thread };
      return result;
    },
    isRunning: () => running !== undefined,
    async stop(): Promise<void> {
      await running?.thread.terminate();
    },
  };
}
