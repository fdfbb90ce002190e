import type { ClientImportId } from '@holdfast/contract';
import type { Db, WriteTx } from '../db/index.ts';
import type { KnownBridges } from '../directory/index.ts';
import { AppError, boxActor, type Log, type Pacer } from '../kernel/index.ts';
import { createLineCheck } from './check-line.ts';
import { changeImport, findImport, noteProgress, openLines, settleLine, type ImportRecord, type LineRecord } from './import-repository.ts';
import { putLine, type LinePlan, type PutDeps } from './put-line.ts';

type Deps = PutDeps & { db: Db; log: Log; bridges: KnownBridges; pace: Pacer; tell: (tx: WriteTx, importId: ClientImportId) => void };

const linesAtOnce = 100;
const newsEveryMs = 1_000;

/** Puts the lines of an import in, each in the transaction that notes it as done: killed anywhere, it goes on with the next one. */
export function createRunner(deps: Deps) {
  const { db, clock, audit, bridges, pace, tell, log } = deps;

  function piece(found: ImportRecord, isOver: () => boolean, toldAt: number): { left: boolean; toldAt: number } {
    return db.write((tx) => {
      const now = findImport(tx, found.importId);
      if (now?.state !== 'running') return { left: false, toldAt }; // cancelled, or gone
      const check = createLineCheck(tx, bridges, now.columns); // with the people, accounts and numbers of this moment
      const counts = { ...now.counts };
      let done = now.done;
      const lines = openLines(tx, now.importId, linesAtOnce);
      let put = 0;
      for (const line of lines) {
        if (put > 0 && isOver()) break;
        const plan = putOne(tx, check, line, now);
        counts[line.kind] -= 1;
        counts[plan.kind] += 1;
        settleLine(tx, now.importId, line.line, { kind: plan.kind, code: plan.fault?.code ?? plan.remark, column: plan.fault?.column ?? null, clientId: plan.clientId });
        done += 1;
        put += 1;
      }
      noteProgress(tx, now.importId, counts, done);
      const tells = clock.now() - toldAt >= newsEveryMs;
      if (tells) tell(tx, now.importId);
      return { left: put < lines.length || lines.length === linesAtOnce, toldAt: tells ? clock.now() : toldAt };
    });
  }

  function putOne(tx: WriteTx, check: ReturnType<typeof createLineCheck>, line: LineRecord, { importId }: ImportRecord): LinePlan {
    const checked = check(line.cells ?? []);
    if ('code' in checked) return { kind: 'broken', fault: checked, remark: null, clientId: null, name: '', changes: [] }; // true when it was shown, and no more
    return putLine(tx, deps, checked, importId);
  }

  return {
    async run(importId: ClientImportId, stopping: AbortSignal): Promise<void> {
      const found = findImport(db, importId);
      if (found?.state !== 'running') return;
      for (let [left, toldAt] = [true, 0]; left; ) {
        if (stopping.aborted) throw new AppError('CONFLICT', 'the box stops; the import goes on when it starts again');
        ({ left, toldAt } = await pace((isOver) => piece(found, isOver, toldAt)));
      }
      db.write((tx) => {
        const now = findImport(tx, importId);
        if (now?.state !== 'running') return;
        changeImport(tx, importId, { state: 'done', finished_at: clock.now(), sample: '[]' });
        audit.record(tx, { actor: boxActor('import'), action: 'client-import.finished', target: importId, detail: { ...now.counts } });
        tell(tx, importId);
      });
      log.info({ import: importId, lines: found.lines }, 'client-import.finished');
    },
  };
}
