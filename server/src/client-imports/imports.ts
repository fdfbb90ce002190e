import {
  ClientImportId as ClientImportIdSchema, type ClientImport, type ClientImportId, type ImportLineList, type ImportLineQuery, type ImportSample, type RunImport, type UploadImport,
} from '@holdfast/contract';
import { Type } from 'typebox';
import type { Db, WriteTx } from '../db/index.ts';
import type { KnownBridges } from '../directory/index.ts';
import type { Jobs } from '../jobs/index.ts';
import { AppError, createPacer, newClientImportId, type Log, type PersonActor } from '../kernel/index.ts';
import { createLineCheck, type CheckedLine, type LineFault } from './check-line.ts';
import {
  changeImport, deleteImport, findImport, forgetCells, forgetLines, importsEndedBefore, importsIn, importsLeftReady, insertImport, insertLine, listImports, listLines, type ImportCounts,
  type ImportRecord, type LineRecord,
} from './import-repository.ts';
import { planLine, type LinePlan, type PutDeps } from './put-line.ts';
import { readFile, type FileHead, type FileRow } from './read-file.ts';
import { createRunner } from './run-import.ts';

export type ClientImportDeps = PutDeps & {
  readonly db: Db;
  readonly jobs: Jobs;
  readonly log: Log;
  readonly bridges: KnownBridges;
  /** Awaited between pieces of work: people who write go first. */
  readonly yieldToTraffic: () => Promise<void>;
};

const mostLines = 100_000;
const mostSamples = 20;
const mostListed = 50;
const mostReady = 20;
const shownCharacters = 60;
const keptMs = 7 * 86_400_000;
const runJob = 'client-imports.run';

export type ClientImports = ReturnType<typeof createClientImports>;
export function createClientImports(deps: ClientImportDeps) {
  const { db, clock, jobs, audit, news, log, bridges } = deps;
  const pace = createPacer(deps.yieldToTraffic);
  const tell = (tx: WriteTx, importId: ClientImportId) => tx.afterCommit(() => news.publish({ kind: 'client-import.changed', importId }));
  const runner = createRunner({ ...deps, pace, tell });
  jobs.handle(runJob, Type.Object({ importId: ClientImportIdSchema }), ({ importId }, { stopping }) => runner.run(importId, stopping), { limit: 1 });
  jobs.every('client-imports.forget', '0 43 3 * * *', () => forgetOld());

  function within(importId: ClientImportId): ImportRecord & { state: ClientImport['state'] } {
    const found = findImport(db, importId);
    if (!found || found.state === 'reading') throw new AppError('NOT_FOUND', 'no import of this id');
    return { ...found, state: found.state };
  }

  function start(tx: WriteTx, importId: ClientImportId): void {
    jobs.enqueue(tx, { kind: runJob, key: importId, payload: { importId } });
  }

  /** Reads and judges line by line; nothing of it counts before the last one. */
  async function read(importId: ClientImportId, actor: PersonActor, file: Buffer, told: UploadImport): Promise<void> {
    const reading = createReading(importId);
    let pending: FileRow[] = [];
    const flush = async () => {
      const rows = pending;
      pending = [];
      for (let at = 0; at < rows.length; ) at += await pace((isOver) => db.write((tx) => reading.take(tx, rows.slice(at), isOver)));
    };
    for await (const part of readFile(file, told)) {
      if ('columns' in part) {
        db.write((tx) => insertImport(tx, { importId, fileName: told.fileName ?? null, createdBy: actor.personId, at: clock.now(), head: part }));
        reading.begin(part);
        continue;
      }
      if (reading.lines() + pending.length >= mostLines) throw new AppError('IMPORT_TOO_LONG', `at most ${mostLines} lines`);
      pending.push(part);
      if (pending.length >= 200) await flush();
    }
    await flush();
    if (reading.lines() === 0) throw new AppError('IMPORT_UNREADABLE', 'there is no line below the header');
    db.write((tx) => {
      changeImport(tx, importId, reading.result());
      audit.record(tx, { actor, action: 'client-import.uploaded', target: importId, detail: { lines: reading.lines() } });
      tell(tx, importId);
    });
  }

  function createReading(importId: ClientImportId) {
    let check: (cells: readonly string[]) => CheckedLine | LineFault;
    const seen = new Set<string>();
    const counts: ImportCounts = { new: 0, changed: 0, unchanged: 0, broken: 0 };
    const sample: ImportSample[] = [];
    let [lines, remarks] = [0, 0];

    function judge({ cells }: FileRow): LinePlan {
      const checked = check(cells);
      const broken = (fault: LineFault): LinePlan => ({ kind: 'broken', fault, remark: null, clientId: null, name: '', changes: [] });
      if ('code' in checked) return broken(checked);
      const people = checked.identities.map(({ ghost }) => ghost);
      if (people.some((person) => seen.has(person))) return broken({ code: 'NUMBER_TWICE', column: 'number' });
      people.forEach((person) => seen.add(person));
      return planLine(db, checked, clock.now());
    }

    return {
      begin: (head: FileHead) => void (check = createLineCheck(db, bridges, head.columns)),
      lines: () => lines,
      take(tx: WriteTx, rows: readonly FileRow[], isOver: () => boolean): number {
        let taken = 0;
        for (const row of rows) {
          if (taken > 0 && isOver()) break;
          const plan = judge(row);
          counts[plan.kind] += 1;
          lines += 1;
          if (plan.remark) remarks += 1;
          if (plan.kind === 'changed' && sample.length < mostSamples) sample.push({ line: row.line, clientId: plan.clientId, name: plan.name, changes: plan.changes });
          insertLine(tx, importId, {
            line: row.line, kind: plan.kind, code: plan.fault?.code ?? plan.remark, column: plan.fault?.column ?? null, cells: row.cells, clientId: plan.clientId, done: plan.kind === 'broken',
          });
          taken += 1;
        }
        return taken;
      },
      result: () => ({ state: 'ready', lines, counts: JSON.stringify(counts), remarks, done: counts.broken, sample: JSON.stringify(sample) }),
    };
  }

  async function drop(importId: ClientImportId): Promise<void> {
    while (await pace(() => db.write((tx) => forgetLines(tx, importId, 100)))) continue;
    db.write((tx) => deleteImport(tx, importId));
  }

  async function forgetOld(): Promise<void> {
    for (const importId of importsLeftReady(db, clock.now() - keptMs)) db.write((tx) => changeImport(tx, importId, { state: 'cancelled', finished_at: clock.now(), sample: '[]' }));
    for (const importId of importsEndedBefore(db, clock.now() - keptMs)) while (await pace(() => db.write((tx) => forgetCells(tx, importId, 100)))) continue;
    for (const importId of importsIn(db, 'cancelled')) while (await pace(() => db.write((tx) => forgetCells(tx, importId, 100)))) continue;
  }

  return {
    /** Answers when the whole file is read and judged. What cannot be read leaves nothing behind. */
    async upload(actor: PersonActor, file: Buffer, told: UploadImport): Promise<ClientImport> {
      if (importsIn(db, 'ready').length >= mostReady) throw new AppError('IMPORT_STATE', `at most ${mostReady} files wait to be put in: put one in or cancel it`);
      const importId = newClientImportId();
      try {
        await read(importId, actor, file, told);
      } catch (failure) {
        await drop(importId);
        throw failure;
      }
      return within(importId) as ClientImport;
    },

    list: (): ClientImport[] => listImports(db, mostListed).map((found) => ({ ...found, sample: [] }) as unknown as ClientImport),
    find: (importId: ClientImportId): ClientImport => within(importId) as ClientImport,

    /** Never a number: of a broken one only that it is broken. */
    lines(importId: ClientImportId, query: ImportLineQuery): ImportLineList {
      const { columns } = within(importId);
      const limit = query.limit ?? 100;
      const found = listLines(db, importId, query, limit + 1);
      const page = found.slice(0, limit);
      return { lines: page.map((line) => present(line, columns)), next: found.length > limit ? (page.at(-1)?.line ?? null) : null };
    },

    /** The broken lines as they came, with the code in front, to be mended and sent again. On record, for numbers are in it. */
    *broken(importId: ClientImportId): Generator<readonly string[]> {
      const { columns } = within(importId);
      yield ['line', 'code', ...columns.map(({ header }) => header)];
      for (let after = 0; ; ) {
        const lines = listLines(db, importId, { kind: 'broken', after }, 200);
        for (const { line, code, cells } of lines) if (cells !== null) yield [String(line), code ?? '', ...cells];
        const last = lines.at(-1);
        if (!last || lines.length < 200) return;
        after = last.line;
      }
    },

    run(actor: PersonActor, importId: ClientImportId, { version }: RunImport): ClientImport {
      db.write((tx) => {
        const found = asRead(within(importId), version);
        if (found.state !== 'ready') throw new AppError('IMPORT_STATE', `it is ${found.state}`);
        changeImport(tx, importId, { state: 'running', started_by: actor.personId, started_at: clock.now() });
        audit.record(tx, { actor, action: 'client-import.started', target: importId, detail: { lines: found.lines, ...found.counts } });
        start(tx, importId);
        tell(tx, importId);
      });
      return within(importId) as ClientImport;
    },

    /** What is put in stays in; nothing more follows. */
    cancel(actor: PersonActor, importId: ClientImportId, { version }: RunImport): ClientImport {
      db.write((tx) => {
        const found = asRead(within(importId), version);
        if (found.state === 'cancelled') return;
        if (found.state === 'done') throw new AppError('IMPORT_STATE', 'it is done');
        changeImport(tx, importId, { state: 'cancelled', finished_at: clock.now(), sample: '[]' });
        jobs.cancel(tx, runJob, importId);
        audit.record(tx, { actor, action: 'client-import.cancelled', target: importId, detail: { done: found.done, lines: found.lines } });
        tell(tx, importId);
      });
      void forgetOld().catch(() => log.warn({ import: importId }, 'client-import.not-forgotten')); // tried again every night
      return within(importId) as ClientImport;
    },

    /** After jobs have started: what a restart interrupted while it was read is gone, what it interrupted while it ran goes on. */
    start(): void {
      for (const importId of importsIn(db, 'reading')) void drop(importId);
      const running = importsIn(db, 'running');
      if (running.length > 0) db.write((tx) => running.forEach((importId) => start(tx, importId)));
    },
    forgetOld,
  };
}

function asRead(found: ImportRecord, version: number | undefined): ImportRecord {
  if (version !== undefined && version !== found.version) throw new AppError('CHANGED_MEANWHILE', 'somebody changed this import meanwhile', { field: '/version' });
  return found;
}

function present({ line, kind, code, column, cells, clientId, done }: LineRecord, columns: ImportRecord['columns']): ImportLineList['lines'][number] {
  const at = column === null ? -1 : columns.findIndex((each) => each.column === column);
  const named = columns.findIndex((each) => each.column === 'name');
  const cell = (index: number): string | null => (index < 0 ? null : (cells?.[index]?.slice(0, shownCharacters) ?? null));
  return {
    line, kind, code: code as never, column, header: columns[at]?.header ?? null, value: column === 'number' ? null : cell(at), name: cell(named), clientId, done,
  };
}
