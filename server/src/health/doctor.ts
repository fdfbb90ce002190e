import { spawn } from 'node:child_process';
import { DoctorCheck, type DoctorReport } from '@holdfast/contract';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { AuditTrail } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import type { Clock, Log, PersonActor } from '../kernel/index.ts';

export type DoctorDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: AuditTrail;
  readonly log: Log;
  /** The doctor's own command, which prints its checks as JSON; empty: this box has none. */
  readonly command: readonly string[];
  readonly limitMs?: number;
};

type Failure = NonNullable<DoctorReport['failure']>;
type Outcome = { readonly checks: DoctorCheck[] } | { readonly failure: Failure };
const Printed = Type.Object({ checks: Type.Array(DoctorCheck) });
const mostBytes = 1024 * 1024;

export type Doctor = ReturnType<typeof createDoctor>;
/** Runs the doctor as whoever installed the box would, in a process of its own; one at a time, never longer than its limit. */
export function createDoctor({ db, clock, audit, log, command, limitMs = 60_000 }: DoctorDeps) {
  let running: Promise<DoctorReport> | undefined;
  let stop: (() => void) | undefined;

  function read(): DoctorReport {
    const row = db
      .prepare<[], { startedAt: number; finishedAt: number | null; failure: Failure | null; checks: string | null; checkedAt: number | null }>(
        'SELECT started_at AS startedAt, finished_at AS finishedAt, failure, checks, checked_at AS checkedAt FROM doctor_run WHERE id = 1',
      )
      .get();
    if (!row) return { running: running !== undefined, startedAt: null, finishedAt: null, ms: null, failure: null, checks: [], checkedAt: null };
    const { startedAt, finishedAt, failure, checkedAt } = row;
    const checks = row.checks === null ? [] : (JSON.parse(row.checks) as DoctorCheck[]);
    return { running: running !== undefined, startedAt, finishedAt, ms: finishedAt === null ? null : finishedAt - startedAt, failure, checks, checkedAt };
  }

  async function run(actor: PersonActor): Promise<DoctorReport> {
    db.write((tx) => {
      tx.prepare('INSERT INTO doctor_run (id, started_at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at, finished_at = NULL, failure = NULL').run(clock.now());
      audit.record(tx, { actor, action: 'doctor.run', target: 'box' });
    });
    const outcome = await execute();
    const failure = 'failure' in outcome ? outcome.failure : null;
    db.write((tx) => {
      if ('checks' in outcome) tx.prepare('UPDATE doctor_run SET finished_at = ?, failure = NULL, checks = ?, checked_at = ? WHERE id = 1').run(clock.now(), JSON.stringify(outcome.checks), clock.now());
      else tx.prepare('UPDATE doctor_run SET finished_at = ?, failure = ? WHERE id = 1').run(clock.now(), outcome.failure);
    });
    log.info({ failure, checks: 'checks' in outcome ? outcome.checks.length : 0 }, 'doctor.run');
    return read();
  }

  function execute(): Promise<Outcome> {
    const [program, ...parts] = command;
    if (program === undefined) return Promise.resolve({ failure: 'NOT_CONFIGURED' });
    return new Promise((done) => {
      const child = spawn(program, parts, { stdio: ['ignore', 'pipe', 'ignore'], detached: true, env: { ...process.env, NODE_ENV: 'production' } });
      let printed = '';
      let isLate = false;
      const end = () => {
        // The doctor asks other programs; what it started ends with it.
        if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      };
      stop = end;
      const timer = setTimeout(() => {
        isLate = true;
        end();
      }, limitMs);
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (printed.length < mostBytes) printed += text;
      });
      child.on('error', () => done({ failure: 'NOT_STARTED' }));
      child.on('close', () => {
        clearTimeout(timer);
        stop = undefined;
        done(isLate ? { failure: 'TIMEOUT' } : parse(printed));
      });
    });
  }

  return {
    /** The last run, and whether one is under way. */
    read,
    /** Resolves when it is done. Asked again meanwhile, everybody gets the same run. */
    run(actor: PersonActor): Promise<DoctorReport> {
      running ??= run(actor).finally(() => {
        running = undefined;
      });
      return running.then((report) => ({ ...report, running: false }));
    },
    async stop(): Promise<void> {
      stop?.();
      await running?.catch(() => {});
    },
  };
}

function parse(printed: string): Outcome {
  try {
    const read: unknown = JSON.parse(printed);
    if (Value.Check(Printed, read)) return { checks: read.checks.map(({ name, group, state, detail, means, mend }) => ({ name, group, state, detail, means, mend })) };
  } catch {
    // no JSON: said below
  }
  return { failure: 'ANSWER_UNREADABLE' };
}
