import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClientImport, ClientImportId, UploadImport } from '@holdfast/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { administrator } from '../../test/support/directory-world.ts';
import { importWorld, type ImportWorld } from '../../test/support/import-world.ts';
import { openDb } from '../db/index.ts';
import { numberOf } from './check-line.ts';
import { readHeader } from './columns.ts';
import { delimiterOf, encodingOf } from './decode.ts';

let world: ImportWorld;
beforeEach(() => {
  world = importWorld();
  world.account('sales', '48123');
  world.person('anna');
});
afterEach(() => world.jobs.stop());

const refusal = (code: string) => expect.objectContaining({ code }) as Error;
const upload = (text: string | Buffer, told: UploadImport = {}) => world.imports.upload(administrator, Buffer.from(text as string), told);
const lines = (importId: ClientImportId) => world.imports.lines(importId, {}).lines;
async function run({ importId }: Pick<ClientImport, 'importId'>): Promise<ClientImport> {
  world.jobs.start();
  world.imports.run(administrator, importId, {});
  await world.jobs.settled();
  return world.imports.find(importId);
}

describe('a file of clients', () => {
  test('is shown before it changes anything: what is new, changed, the same and broken, and why', async () => {
    await run(await upload('number;name;firm;tags\n+48600111222;Jan;Żółw;vip\n+48600111223;Ola;;\n'));
    const shown = await upload('number;name;firm;tags\n+48600111222;Jan;Żółw i Syn;export\n48600111223;Ola;;\n+48600111224;Ewa;;\n12;X;;\n+48600111225;;;\n+48600111224;Ewa again;;\n', { fileName: 'crm.csv' });
    expect(shown).toMatchObject({
      state: 'ready', fileName: 'crm.csv', encoding: 'utf-8', delimiter: 'semicolon', lines: 6, counts: { new: 1, changed: 1, unchanged: 1, broken: 3 }, done: 3,
      columns: [{ header: 'number', column: 'number' }, { header: 'name', column: 'name' }, { header: 'firm', column: 'firm' }, { header: 'tags', column: 'tags' }],
      sample: [{ line: 2, name: 'Jan', changes: [{ field: 'firm', before: 'Żółw', after: 'Żółw i Syn' }, { field: 'tags', before: 'vip', after: 'vip, export' }] }],
    });
    expect(lines(shown.importId).map(({ line, kind, code, column }) => [line, kind, code, column])).toEqual([
      [2, 'changed', null, null], [3, 'unchanged', null, null], [4, 'new', null, null], [5, 'broken', 'NUMBER_INVALID', 'number'], [6, 'broken', 'NAME_MISSING', 'name'], [7, 'broken', 'NUMBER_TWICE', 'number'],
    ]);
    expect(JSON.stringify(lines(shown.importId))).not.toContain('600111');
    expect(world.clients()).toHaveLength(2);
  });

  test('goes in when somebody says so, once, and what it said of people is forgotten; the report stays', async () => {
    const { importId } = await upload('number,name,language,owner,tags\n+48600111222,Jan,pl,anna,"vip, export"\n+48600111223,Ola,UA,,\nbad,Eve,,,\n');
    const done = await run({ importId });
    expect(done).toMatchObject({ state: 'done', done: 3, counts: { new: 2, changed: 0, unchanged: 0, broken: 1 }, sample: [] });
    expect(world.clients()).toEqual([
      { name: 'Jan', firm: null, language: 'pl', tags: '["vip","export"]', owner: '@anna:box.test', ghosts: '@loopback_48600111222:box.test' },
      { name: 'Ola', firm: null, language: 'uk', tags: '[]', owner: null, ghosts: '@loopback_48600111223:box.test' },
    ]);
    expect(lines(importId).map(({ name, clientId, done: through }) => [name, clientId !== null, through])).toEqual([[null, true, true], [null, true, true], ['Eve', false, true]]);
    expect(world.db.prepare("SELECT count(*) AS n FROM client_import_line WHERE cells LIKE '%600111%'").get()).toEqual({ n: 0 });
    expect([...world.imports.broken(importId)]).toEqual([['line', 'code', 'number', 'name', 'language', 'owner', 'tags'], ['4', 'NUMBER_INVALID', 'bad', 'Eve', '', '', '']]);
    expect(() => world.imports.run(administrator, importId, {})).toThrow(refusal('IMPORT_STATE'));
    const again = await upload('number,name,language,owner,tags\n+48600111222,Jan,pl,anna,vip\n');
    expect(again.counts).toEqual({ new: 0, changed: 0, unchanged: 1, broken: 0 });
    const actions = world.audit.list(world.db, { limit: 99 }).map(({ action }) => action);
    expect(actions).toEqual(['client-import.uploaded', 'client-import.started', 'client.changed', 'client.changed', 'client-import.finished', 'client-import.uploaded']);
    expect(JSON.stringify(world.audit.list(world.db, { limit: 99 }))).not.toMatch(/600111|Jan|Ola/);
    expect(world.told).toContain('client-import.changed');
  });

  test('says of each line what is wrong with it', async () => {
    world.account('second', '48777');
    world.account('tg', '48555', 'telegram', '777000');
    world.person('officer', { roles: ['compliance-officer'] });
    world.person('gone', { state: 'locked' });
    const cases: [string, string, string | null][] = [
      [',,Jan,,,,,', 'NUMBER_MISSING', 'number'],
      ['0600111222,,Jan,,,,,', 'NUMBER_INVALID', 'number'],
      ['"4,86E+10",,Jan,,,,,', 'NUMBER_INVALID', 'number'],
      ['+48777,,Jan,,,,,', 'NUMBER_INVALID', 'number'],
      ['+48600111201,Myspace,Jan,,,,,', 'NETWORK_UNKNOWN', 'network'],
      ['+48600111202,Telegram,Jan,,,,,', 'NETWORK_NOT_BY_NUMBER', 'network'],
      [`+48600111203,,${'x'.repeat(201)},,,,,`, 'TEXT_TOO_LONG', 'name'],
      ['+48600111204,,Jan,,Polish,,,', 'LANGUAGE_INVALID', 'language'],
      [`+48600111205,,Jan,,,"${Array.from({ length: 21 }, (_, n) => `t${n}`).join(',')}",,`, 'TAGS_TOO_MANY', 'tags'],
      [`+48600111206,,Jan,,,${'t'.repeat(41)},,`, 'TEXT_TOO_LONG', 'tags'],
      ['+48600111207,,Jan,,,,nobody,', 'OWNER_UNKNOWN', 'owner'],
      ['+48600111208,,Jan,,,,officer,', 'OWNER_CANNOT_ANSWER', 'owner'],
      ['+48600111209,,Jan,,,,gone,', 'OWNER_CANNOT_ANSWER', 'owner'],
      ['+48600111210,,Jan,,,,,third', 'ACCOUNT_UNKNOWN', 'account'],
      ['+48600111211,Loopback,Jan,,,,,tg', 'ACCOUNT_OTHER_NETWORK', 'account'],
      ['+48600111212,,Jan,,,,,tg', 'NETWORK_NOT_BY_NUMBER', 'account'],
      ['+48600111213,,Ja\u0007n,,,,,', 'TEXT_INVALID', 'name'],
      ['+48600111214,,Jan,,,,,,surplus', 'CELL_COUNT', null],
    ];
    const { importId } = await upload(`number,network,name,firm,language,tags,owner,account\n${cases.map(([line]) => line).join('\n')}\n`);
    expect(lines(importId).map(({ code, column }) => [code, column])).toEqual(cases.map(([, code, column]) => [code, column]));
    expect(lines(importId).every(({ kind }) => kind === 'broken')).toBe(true);
    expect((await run({ importId })).counts.broken).toBe(cases.length);
    expect(world.clients()).toEqual([]);
  });

  test('never makes a client of a company number, and knows a network only once a number of it is linked', async () => {
    world.account('third', '48999000111');
    expect(lines((await upload('number,name\n+48999000111,Us\n')).importId)).toMatchObject([{ code: 'NUMBER_OF_COMPANY' }]);
    world.insert('UPDATE account SET login_id = NULL');
    expect(lines((await upload('number,name\n+48600111222,Jan\n')).importId)).toMatchObject([{ code: 'NETWORK_NOT_LINKED' }]);
  });

  test('gives nobody’s conversations to the owner it names, and leaves somebody’s where it is', async () => {
    world.person('boris');
    await run(await upload('number,name\n+48600111222,Jan\n+48600111223,Ola\n'));
    for (const [room, number, owner] of [['!jan', '48600111222', null], ['!ola', '48600111223', '@boris:box.test']] as const) {
      world.insert(
        `INSERT INTO portal (room_id, bridge_id, account_id, login_id, remote_id, is_direct, client_id, state, created_at, last_event_at)
         SELECT ?, 'loopback', 'acct_sales00000000000', '48123', ?, 1, client_id, 'open', 1, 1 FROM client_identity WHERE ghost_user_id = ?`, room, number, `@loopback_${number}:box.test`,
      );
      world.insert('INSERT INTO ownership (room_id, owner_user_id, since) VALUES (?, ?, 1)', room, owner);
    }
    const shown = await upload('number,owner\n+48600111222,anna\n+48600111223,anna\n');
    expect(lines(shown.importId).map(({ kind, code }) => [kind, code])).toEqual([['changed', null], ['unchanged', 'OWNED_BY_ANOTHER']]);
    expect(shown.remarks).toBe(1);
    expect(world.imports.lines(shown.importId, { remark: true }).lines).toHaveLength(1);
    await run(shown);
    expect(world.assigned).toEqual(['!jan @anna:box.test']);
  });

  test('is cancelled before or while it runs; what is in stays in, and what it held is forgotten', async () => {
    const { importId, version } = await upload('number,name\n+48600111222,Jan\n');
    expect(() => world.imports.cancel(administrator, importId, { version: version + 1 })).toThrow(refusal('CHANGED_MEANWHILE'));
    expect(world.imports.cancel(administrator, importId, { version }).state).toBe('cancelled');
    expect(world.imports.cancel(administrator, importId, {}).state).toBe('cancelled');
    expect(() => world.imports.run(administrator, importId, {})).toThrow(refusal('IMPORT_STATE'));
    await world.imports.forgetOld();
    expect(world.db.prepare('SELECT count(*) AS n FROM client_import_line WHERE cells IS NOT NULL').get()).toEqual({ n: 0 });
    expect(world.clients()).toEqual([]);
  });
});

describe('what cannot be read', () => {
  test.each([
    ['nothing', ''], ['only a header', 'number,name\n'], ['no column of numbers', 'name,firm\nJan,x\n'], ['a quote that never ends', 'number,name\n+48600111222,"Jan\n+48600111223,Ola\n'],
    ['no table at all', '\u0000\u0001\u0002PNG\n'],
  ])('%s is refused and leaves nothing behind', async (_, text) => {
    await expect(upload(text)).rejects.toThrow(refusal('IMPORT_UNREADABLE'));
    expect(world.imports.list()).toEqual([]);
    expect(world.db.prepare('SELECT count(*) AS n FROM client_import_line').get()).toEqual({ n: 0 });
  });

  test('too many lines are refused', async () => {
    const many = `number,name\n${Array.from({ length: 100_001 }, () => 'x,y').join('\n')}`;
    await expect(upload(many)).rejects.toThrow(refusal('IMPORT_TOO_LONG'));
  }, 60_000);
});

describe('files of every origin', () => {
  const text = 'номер;имя;фирма\r\n+48600111222;Ольга;"Завод ""Заря"""\r\n\r\n+48600111223;"Пётр\r\nИванов";\r\n';
  const utf16 = (order: 'le' | 'be', mark: boolean) => {
    const body = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');
    return order === 'le' ? body : body.swap16();
  };
  const cp1251 = Buffer.from([...text].map((character) => {
    const code = character.codePointAt(0) as number;
    return code < 128 ? code : code === 0x451 ? 0xb8 : code - 0x410 + 0xc0;
  }));
  test.each([
    ['utf-8', Buffer.from(text)], ['utf-8', Buffer.from(`\ufeff${text}`)], ['utf-16le', utf16('le', true)], ['utf-16be', utf16('be', true)], ['utf-16le', utf16('le', false)], ['utf-16be', utf16('be', false)],
    ['windows-1251', cp1251],
  ] as const)('%s is found out, with ends of lines inside of cells', async (encoding, file) => {
    const shown = await world.imports.upload(administrator, file, {});
    expect(shown).toMatchObject({ encoding, delimiter: 'semicolon', lines: 2, counts: { new: 2 } });
    expect(lines(shown.importId).map(({ line }) => line)).toEqual([2, 4]);
    await run(shown);
    expect(world.clients()).toMatchObject([{ name: 'Ольга', firm: 'Завод "Заря"' }, { name: 'Пётр Иванов', firm: null }]);
  });

  test('what is told counts more than what is found out', async () => {
    const polish = Buffer.from([...Buffer.from('numer\tnazwa\n+48600111222\t'), 0xaf, 0xf3, 0xb3, 0x77, 0x0a]); // Żółw as Windows writes it in Poland
    expect(await world.imports.upload(administrator, polish, { encoding: 'windows-1250' })).toMatchObject({ delimiter: 'tab', counts: { new: 1 } });
    expect((await world.imports.upload(administrator, Buffer.from('number;name\n+48600111222;Jan\n'), { delimiter: 'semicolon' })).counts.new).toBe(1);
  });

  test('what was written by our own export is read again', async () => {
    await run(await upload("name,number,firm\n'=1+1,'+48600111222,'@work\n"));
    expect(world.clients()).toMatchObject([{ name: '=1+1', firm: '@work', ghosts: '@loopback_48600111222:box.test' }]);
  });

  test('headers are known in four languages', () => {
    expect(readHeader(['Numer telefonu', 'Imię i nazwisko', 'FIRMA', 'Język', 'Tagi', 'Opiekun', 'Konto', 'Sieć', 'Uwagi', 'nazwa'])).toMatchObject([
      { column: 'number' }, { column: 'name' }, { column: 'firm' }, { column: 'language' }, { column: 'tags' }, { column: 'owner' }, { column: 'account' }, { column: 'network' }, { column: null }, { column: null },
    ]);
    for (const header of [['Телефон', 'Ім’я', 'Фірма', 'Мова', 'Мітки', 'Відповідальний', 'Акаунт', 'Мережа'], ['Номер телефона', 'ФИО', 'Компания', 'Язык', 'Теги', 'Ответственный', 'Аккаунт', 'Сеть']]) {
      expect(readHeader(header).map(({ column }) => column)).toEqual(['number', 'name', 'firm', 'language', 'tags', 'owner', 'account', 'network']);
    }
  });

  test('delimiters and encodings are found out by the first line and the bytes', () => {
    expect(delimiterOf('a;"b,c,d,e";f\n')).toEqual({ delimiter: 'semicolon', told: false });
    expect(delimiterOf('sep=\t\na,b\tc\n')).toEqual({ delimiter: 'tab', told: true });
    expect(delimiterOf('number\n')).toEqual({ delimiter: 'comma', told: false });
    expect(encodingOf(Buffer.from('plain'))).toBe('utf-8');
    expect(['+48 600 111 222', '0048600111222', 'tel:+48-600.111/222', '48600111222', '600111222', '0600111222', '+4', 'x'].map(numberOf)).toEqual(['48600111222', '48600111222', '48600111222', '48600111222', null, null, null, null]);
  });

  test('a line that names the delimiter is not the header, and lines are counted with it', async () => {
    const shown = await upload('sep=;\nnumber;name\n+48600111222;Jan\nx;y\n');
    expect(lines(shown.importId).map(({ line, kind }) => [line, kind])).toEqual([[3, 'new'], [4, 'broken']]);
  });
});

test('ten thousand lines, killed again and again while they go in, end as if nobody had killed anything', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-import-'));
  try {
    const path = join(folder, 'record.db');
    const before = importWorld(openDb(path));
    before.account('sales', '48123');
    const rows = Array.from({ length: 10_000 }, (_, n) => (n % 100 === 99 ? `bad-${n},Client ${n},x` : `+48600${String(n).padStart(6, '0')},Client ${n},"a, b"`));
    const shown = await before.imports.upload(administrator, Buffer.from(`number,name,tags\n${rows.join('\n')}\n`), {});
    expect(shown.counts).toEqual({ new: 9_900, changed: 0, unchanged: 0, broken: 100 });
    before.imports.run(administrator, shown.importId, {});
    await before.jobs.stop();
    let done = shown.done;
    for (let kills = 0; kills < 4; kills += 1) {
      const box = spawn(process.execPath, [fileURLToPath(new URL('../../test/support/run-import.ts', import.meta.url)), path], { stdio: 'ignore' });
      const ended = new Promise((resolve) => box.once('exit', resolve));
      const doneBefore = done;
      for (let left = 500; done < doneBefore + 300 && left > 0; left -= 1) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        done = before.imports.find(shown.importId).done;
      }
      box.kill('SIGKILL');
      await ended;
      expect(done).toBeGreaterThan(doneBefore);
    }
    expect(before.imports.find(shown.importId)).toMatchObject({ state: 'running' });
    const after = importWorld(openDb(path));
    after.jobs.start();
    after.imports.start();
    await after.jobs.settled();
    expect(after.imports.find(shown.importId)).toMatchObject({ state: 'done', done: 10_000, counts: { new: 9_900, changed: 0, unchanged: 0, broken: 100 } });
    expect(after.db.prepare('SELECT count(*) AS n, count(DISTINCT name) AS names FROM client').get()).toEqual({ n: 9_900, names: 9_900 });
    expect(after.audit.list(after.db, { action: 'client-import.finished', limit: 9 })).toHaveLength(1);
    await after.jobs.stop();
    after.db.close();
    before.db.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
