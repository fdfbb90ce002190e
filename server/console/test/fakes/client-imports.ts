import type { ClientId, ClientImport, ImportKind, ImportLine } from '@holdfast/contract';
import { FakeFile, FakeRefusal, type FakeHandlers } from './fake-box.ts';
import type { Scene } from './scene.ts';

const importId = (n: number): ClientImport['importId'] => `cimp_${String(n).padStart(16, '0')}` as ClientImport['importId'];
const faults = ['NUMBER_INVALID', 'NUMBER_TWICE', 'OWNER_UNKNOWN', 'LANGUAGE_INVALID', 'CELL_COUNT'] as const;

/** Files of clients: an uploaded one is looked at at once, and runs some lines further each time it is asked for. */
export function clientImportHandlers(scene: Scene): FakeHandlers {
  const made = (n: number, state: ClientImport['state'], lines: number): ClientImport => {
    const broken = Math.floor(lines / 100);
    return {
      importId: importId(n), state, fileName: n === 1 ? 'clients-2026.csv' : 'partners.csv', encoding: 'windows-1251', delimiter: 'semicolon',
      columns: [{ header: 'Номер', column: 'number' }, { header: 'Имя', column: 'name' }, { header: 'Фирма', column: 'firm' }, { header: 'Язык', column: 'language' }, { header: 'Ответственный', column: 'owner' }, { header: 'Комментарий бухгалтера', column: null }],
      lines, counts: { new: lines - broken - 40, changed: 30, unchanged: 10, broken }, done: state === 'done' ? lines : 0, remarks: 3,
      sample: Array.from({ length: 10 }, (_, k) => ({ line: 5 + k * 2, clientId: 'clnt_0000000000000001' as ClientId, name: 'ООО «Ромашка»', changes: [{ field: 'firm', before: null, after: 'Ромашка' }] })),
      createdBy: 'pers_0000000000000001' as ClientImport['createdBy'], createdAt: Date.now() - n * 86_400_000, startedAt: state === 'ready' ? null : Date.now() - 60_000, finishedAt: state === 'done' ? Date.now() : null, version: 1,
    };
  };
  let imports = scene === 'empty' ? [] : [made(1, 'ready', 10_000), made(2, 'done', 820)];
  const find = (id: string | undefined): ClientImport => {
    const found = imports.find((one) => one.importId === id);
    if (!found) throw new FakeRefusal(404, 'NOT_FOUND');
    return found;
  };
  const put = (next: ClientImport): ClientImport => {
    imports = imports.map((one) => (one.importId === next.importId ? next : one));
    return next;
  };
  return {
    'GET /client-imports': () => ({ imports: imports.map((one) => ({ ...one, sample: [] })) }),
    async 'POST /client-imports'({ query, body }) {
      const text = await (body as Blob).text();
      if (!text.includes(';') && !text.includes(',')) throw new FakeRefusal(422, 'IMPORT_UNREADABLE');
      const next = { ...made(imports.length + 1, 'ready', Math.max(200, text.trim().split('\n').length - 1)), fileName: query.get('fileName'), createdAt: Date.now() };
      imports = [next, ...imports];
      return next;
    },
    'GET /client-imports/:importId'({ params }) {
      const one = find(params['importId']);
      if (one.state !== 'running') return one;
      const done = Math.min(one.lines, one.done + Math.ceil(one.lines / 3));
      return put({ ...one, done, state: done === one.lines ? 'done' : 'running' });
    },
    'GET /client-imports/:importId/lines'({ params, query }) {
      const one = find(params['importId']);
      const kind = (query.get('kind') ?? 'changed') as ImportKind;
      const total = query.get('remark') ? one.remarks : one.counts[kind];
      const after = Number(query.get('after') ?? 0);
      const limit = Number(query.get('limit') ?? 100);
      const lines: ImportLine[] = Array.from({ length: Math.max(0, Math.min(limit, total - after)) }, (_, k) => {
        const n = after + k;
        const code = kind === 'broken' ? faults[n % faults.length]! : query.get('remark') ? ('OWNED_BY_ANOTHER' as const) : null;
        return {
          line: 5 + n * 2, kind, code, column: code === 'OWNER_UNKNOWN' ? 'owner' : code === null ? null : 'number', header: code === 'OWNER_UNKNOWN' ? 'Ответственный' : code === null ? null : 'Номер', value: code === 'OWNER_UNKNOWN' ? 'a.kowalska' : null,
          name: one.state === 'done' ? null : `Клиент ${n + 1}`, clientId: kind === 'broken' ? null : ('clnt_0000000000000001' as ClientId), done: one.state === 'done',
        };
      });
      return { lines, next: after + limit < total ? after + limit : null };
    },
    'GET /client-imports/:importId/broken.csv': () => new FakeFile('line;code\r\n5;NUMBER_INVALID\r\n', 'broken.csv'),
    'POST /client-imports/:importId/run': ({ params }) => put({ ...find(params['importId']), state: 'running', startedAt: Date.now(), version: 2 }),
    'POST /client-imports/:importId/cancel': ({ params }) => put({ ...find(params['importId']), state: 'cancelled', version: 2 }),
  };
}
