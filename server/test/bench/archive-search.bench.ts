import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openIndex, prepareRow, type IndexStore, type SearchQuery } from '../../auditor/src/index-store/index.ts';
import { readFact } from '../../auditor/src/reading/index.ts';
import { foldText } from '../../auditor/src/index-store/fold.ts';
import { lemmaList, seeded } from '../../auditor/test/support/corpus.ts';
import { factOf, member, said } from '../../auditor/test/support/facts.ts';
import { calibration, percentile, writeSection, type Figure } from './report.ts';

const messages = Number(process.env['HOLDFAST_BENCH_MESSAGES'] ?? 1_000_000);
const clients = 4_000;
const employees = 200;
const [first, years] = [Date.UTC(2021, 0, 1), 5 * 365 * 86_400_000];
const mostMs = 30;
const rounds = 40;
const random = seeded(20_261_127);
const upTo = (n: number): number => Math.floor(random() * n);

/** Words nobody says, as often as words are said (Zipf): what an index of five years is made of, beside the words looked for. */
const vocabulary = ['ов ка ре ми но та зе лу би ши пра дво жи сту ем', 'і ка ре ми но та зе лу єв щи пра дво її сту ук', 'wa ki re mi no ta ze lu szy prze dwo ją stu ęk', 'ing ca re mi no ta ze lu ble ch pre two ee stu ght'].map((syllables) => {
  const parts = syllables.split(' ');
  return Array.from({ length: 15_000 }, () => Array.from({ length: 2 + upTo(4) }, () => parts[upTo(parts.length)]).join(''));
});
const zipf = (words: readonly string[]): string => words[Math.floor(words.length ** random()) - 1] as string;

type Message = { readonly text: string; readonly at: number; readonly client: number; readonly sender: string };
/** What is known of each message without looking at the index. */
const planted = { lemma: lemmaList.map(() => [] as number[]), phrase: [] as number[], prefix: [] as number[] };
const [clientOf, senderOf, atOf] = [new Uint16Array(messages), new Uint16Array(messages), new Float64Array(messages)];

const ghost = (client: number): string => `@whatsapp_48${600_000_000 + client}:box.test`;
const room = (client: number): string => `!c${client}:box.test`;
const employee = (n: number): string => `@e${n}:box.test`;
const phrase = 'последний срок оплаты';
const rare = (n: number): string => `квитанция${n}`;

function messageAt(n: number): Message {
  const words = Array.from({ length: 4 + upTo(16) }, (_, at) => (at === 0 ? '' : zipf(vocabulary[n % 4] as string[]))).slice(1);
  const put = (word: string): void => void words.splice(upTo(words.length + 1), 0, word);
  if (random() < 0.05) {
    const lemma = upTo(lemmaList.length);
    const forms = lemmaList[lemma] as readonly string[];
    const form = forms[upTo(forms.length)] as string;
    put(random() < 0.2 ? `${form.toUpperCase()},` : form);
    planted.lemma[lemma]?.push(n);
  }
  if (n % 4_999 === 0) {
    put(phrase);
    planted.phrase.push(n);
  }
  if (n % 9_973 === 0) {
    put(rare(n));
    planted.prefix.push(n);
  }
  const client = Math.floor(clients ** random()) - 1; // a few write most
  const answers = random() < 0.5;
  [clientOf[n], senderOf[n], atOf[n]] = [client, answers ? client % employees : employees, first + Math.floor((n / messages) * years)];
  return { text: words.join(' '), at: atOf[n], client, sender: answers ? employee(client % employees) : ghost(client) };
}

let folder: string;
let index: IndexStore;
let plain: Database.Database;
let seededIn = 0;
/** Records before the first message: who is who. */
let base = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-search-'));
  index = openIndex(join(folder, 'index.db'), randomBytes(32));
  plain = new Database(join(folder, 'plain.db'));
  plain.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE VIRTUAL TABLE fts USING fts5(words, content='', tokenize=\"unicode61 remove_diacritics 0\")");
  const kid = 'a'.repeat(32);
  index.writeChains([{ kid, index: 0, at: first, key: randomBytes(32), fault: null }]);
  const about = Array.from({ length: clients }, (_, n) => [
    { k: 'portal', at: first, room: room(n), bridge: 'whatsapp', account: `acct_48${100_000_000 + (n % 40)}`, client: `clnt_${n}`, other: ghost(n), name: null, state: 'open' },
    member(room(n), `$m${n}`, ghost(n), 'join', `Klient ${n}`, first),
  ]).flat();
  base = about.length;
  index.write(about.map((payload, n) => prepareRow(factOf(n, payload, readFact), kid)), base);
  const started = performance.now();
  const addPlain = plain.prepare('INSERT INTO fts (rowid, words) VALUES (?, ?)');
  for (let from = 0; from < messages; from += 20_000) {
    const some = Array.from({ length: Math.min(20_000, messages - from) }, (_, n) => messageAt(from + n));
    index.write(some.map(({ text, at, client, sender }, n) => prepareRow(factOf(base + from + n, said(room(client), `$${from + n}`, sender, text, at), readFact), kid)), base + from + some.length);
    plain.transaction(() => some.forEach(({ text }, n) => addPlain.run(base + from + n, foldText(text))))();
  }
  seededIn = performance.now() - started;
}, 1_800_000);
afterAll(() => {
  index.close();
  plain.close();
  rmSync(folder, { recursive: true, force: true });
});

const of = (found: readonly { readonly index: number }[]): number[] => found.map(({ index: at }) => at - base);
const all = (text: string, query: Partial<SearchQuery> = {}): number[] => of(index.search({ text, order: 'time', limit: 2_000_000, ...query }));
const newestFirst = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => b - a);

test('everything that was planted is found: by every form, by phrase, by its beginning, through every filter', () => {
  let looked = 0;
  for (const [lemma, forms] of lemmaList.entries()) {
    const expected = planted.lemma[lemma] as number[];
    expect(expected.length, `the corpus speaks of ${forms[0]}`).toBeGreaterThan(100);
    for (const form of forms) {
      const found = new Set(all(form));
      expect(expected.filter((n) => !found.has(n)), `looking for ${form}`).toEqual([]);
      looked += 1;
    }
    const [client, sender] = [clientOf[expected[0] as number] as number, senderOf[expected[1] as number] as number];
    const [from, to] = [atOf[expected[20] as number] as number, atOf[expected[80] as number] as number];
    const filters: [Partial<SearchQuery>, (n: number) => boolean][] = [
      [{ client: `clnt_${client}` }, (n) => clientOf[n] === client], [{ room: room(client) }, (n) => clientOf[n] === client], [{ number: `+48 ${600_000_000 + client}` }, (n) => clientOf[n] === client],
      [{ from, to }, (n) => (atOf[n] as number) >= from && (atOf[n] as number) < to], ...(sender < employees ? [[{ person: employee(sender) }, (n) => senderOf[n] === sender] as [Partial<SearchQuery>, (n: number) => boolean]] : []),
    ];
    for (const [filter, is] of filters) {
      const found = all(forms[0] as string, filter);
      const set = new Set(found);
      expect(expected.filter((n) => is(n) && !set.has(n)), `${forms[0]} ${JSON.stringify(filter)}`).toEqual([]);
      expect(found.filter((n) => !is(n)), `${forms[0]} ${JSON.stringify(filter)} and nothing else`).toEqual([]);
      looked += 1;
    }
  }
  expect(all(`"${phrase}"`)).toEqual(newestFirst(planted.phrase));
  expect(all('"ПОСЛЕДНИИ СРОК ОПЛАТЫ"'), 'й is и').toEqual(newestFirst(planted.phrase));
  expect(all('квитанц*')).toEqual(newestFirst(planted.prefix));
  expect(looked).toBeGreaterThan(lemmaList.length * 6);
}, 1_800_000);

test('the newest fifty of a million messages', () => {
  const before = calibration();
  const pick = <T>(from: readonly T[]): T => from[upTo(from.length)] as T;
  const form = (): string => pick(lemmaList[upTo(lemmaList.length)] as readonly string[]);
  const frequent = (): string => (vocabulary[upTo(4)] as string[])[upTo(20)] as string;
  const seldom = (): string => (vocabulary[upTo(4)] as string[])[5_000 + upTo(10_000)] as string;
  const kinds: readonly (readonly [name: string, query: () => Partial<SearchQuery> & { text: string }])[] = [
    ['a word in any of its forms', () => ({ text: form() })],
    ['one of the commonest words', () => ({ text: frequent() })],
    ['a rare word', () => ({ text: seldom() })],
    ['two words', () => ({ text: `${form()} ${frequent()}` })],
    ['two common words', () => ({ text: `${frequent()} ${frequent()}` })],
    ['a phrase', () => ({ text: `"${phrase}"` })],
    ['the beginning of a word', () => ({ text: pick(['квитан*', 'опла*', 'umow*', 'inv*', 'замов*']) })],
    ['a word and not another', () => ({ text: `${form()} -${frequent()}` })],
    ['a word of a person', () => ({ text: form(), person: employee(upTo(employees)) })],
    ['a word with a client', () => ({ text: form(), client: `clnt_${upTo(clients)}` })],
    ['a common word in a conversation', () => ({ text: frequent(), room: room(upTo(clients)) })],
    ['a word by a number', () => ({ text: form(), number: String(600_000_000 + upTo(clients)) })],
    ['a word in some weeks', () => {
      const from = first + upTo(years - 30 * 86_400_000);
      return { text: form(), from, to: from + 30 * 86_400_000 };
    }],
    ['all that somebody wrote', () => ({ text: '', person: employee(upTo(employees)) })],
    ['a word that nobody wrote', () => ({ text: `никогда${upTo(1_000)}` })],
  ];
  const floors: number[] = [];
  const asPlain = plain.prepare('SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY rowid DESC LIMIT 50');
  const timed = (work: () => unknown): number => {
    const started = performance.now();
    work();
    return performance.now() - started;
  };
  const run = (order: 'time' | 'rank'): { figures: Figure[]; samples: number[] } => {
    const samples: number[] = [];
    const figures = kinds.filter(([name]) => order === 'time' || name !== 'all that somebody wrote').map(([name, query]): Figure => {
      const own = Array.from({ length: rounds }, () => {
        const asked = query();
        if (order === 'time' && /^[\p{L}\p{N}]+$/u.test(asked.text)) floors.push(timed(() => asPlain.all(`"${foldText(asked.text)}"`)));
        return timed(() => index.search({ order, limit: 50, ...asked }));
      });
      samples.push(...own);
      const p95 = percentile(own, 0.95);
      return { name: `${order === 'rank' ? 'best fifty: ' : ''}${name}, p95`, value: `${p95.toFixed(1)} ms (p50 ${percentile(own, 0.5).toFixed(1)})`, target: order === 'time' ? `within ${mostMs} ms` : 'none set', met: order === 'rank' || p95 <= mostMs };
    });
    return { figures, samples };
  };
  const time = run('time');
  const rank = run('rank');
  const whole = percentile(time.samples, 0.95);
  const size = statSync(join(folder, 'index.db')).size;
  writeSection(
    'Search of the archive',
    `${messages.toLocaleString('en')} messages of five years, in four languages, with ${clients.toLocaleString('en')} clients; ${rounds} questions of each kind. Every form of ${lemmaList.length} words, a phrase, a beginning and every filter was looked for first: all that was planted is found. The floor is SQLite's FTS5 over the same words, in clear, with no forms, filters or rows beside them.`,
    [{ name: 'newest fifty, all questions, p95', value: `${whole.toFixed(1)} ms (p50 ${percentile(time.samples, 0.5).toFixed(1)}; floor of single words p95 ${percentile(floors, 0.95).toFixed(1)})`, target: `within ${mostMs} ms`, met: whole <= mostMs }, ...time.figures, ...rank.figures],
    [`Indexing, with the floor's beside it: ${Math.round(messages / (seededIn / 1_000)).toLocaleString('en')} messages a second; the index has ${Math.round(size / messages)} bytes a message.`, `Calibration before and after: ${before} and ${calibration()} ms.`],
  );
}, 600_000);
