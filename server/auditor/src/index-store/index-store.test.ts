import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { corpusText, lemmaList, seeded } from '../../test/support/corpus.ts';
import { edited, eventPayload, factOf, member, redacted, said } from '../../test/support/facts.ts';
import { readFact } from '../reading/index.ts';
import { foldText } from './fold.ts';
import { openIndex, prepareRow, type IndexStore, type SearchQuery } from './index.ts';

let folder: string;
let index: IndexStore;
const key = randomBytes(32);
const kid = 'a'.repeat(32);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-index-'));
  index = openIndex(join(folder, 'index.db'), key);
  index.writeChains([{ kid, index: 0, at: 0, key: randomBytes(32), fault: null }]);
});
afterEach(() => {
  index.close();
  rmSync(folder, { recursive: true });
});

const put = (payloads: readonly Record<string, unknown>[], chain = kid): void => {
  const from = index.indexedTo();
  index.write(payloads.map((payload, n) => prepareRow(factOf(from + n, payload, readFact), chain)), from + payloads.length);
};
const find = (text: string, query: Partial<SearchQuery> = {}): string[] => index.search({ text, order: 'time', limit: 100_000, ...query }).map(({ text: found }) => found);
const room = '!a:box.test';
const anna = '@anna:box.test';
const jan = '@whatsapp_48600123456:box.test';

test('every message that holds a form of a word is found by any other form, and newest first', () => {
  const random = seeded(6);
  const corpus = Array.from({ length: 3000 }, () => corpusText(random));
  put(corpus.map(({ text }, n) => said(room, `$${n}`, anna, text, n)));
  for (const [lemma, forms] of lemmaList.entries()) {
    const expected = corpus.flatMap(({ about }, n) => (about.includes(lemma) ? [n] : []));
    expect(expected.length, `the corpus speaks of ${forms[0]}`).toBeGreaterThan(5);
    for (const form of forms) {
      const found = index.search({ text: form, order: 'time', limit: 100_000 }).map(({ index: at }) => at);
      const missing = expected.filter((at) => !found.includes(at));
      expect(missing, `looking for ${form}`).toEqual([]);
      expect(found).toEqual([...found].sort((a, b) => b - a));
    }
  }
});

test('phrases, beginnings, exclusions and numbers are found as they were meant', () => {
  put(['Ёлка в мае', 'в мае ёлка', 'zażółć gęślą jaźń', 'call +48 (600) 123-456 now', 'предоплата', 'оплата без скидки', '日本語のテキスト', 'fine 👍', 'its 12.50 exactly'].map((text, n) => said(room, `$${n}`, anna, text, n)));
  expect(find('"елка в"')).toEqual(['Ёлка в мае']);
  expect(find('ЁЛКА')).toEqual(['в мае ёлка', 'Ёлка в мае']);
  expect(find('ЗАЖ*')).toEqual([]);
  expect(find('zazolc gesla')).toEqual(['zażółć gęślą jaźń']);
  expect(find('предо*')).toEqual(['предоплата']);
  expect(find('оплата -скидка')).toEqual([]);
  expect(find('+48600123456')).toEqual(['call +48 (600) 123-456 now']);
  expect(find('+48 600 123 456')).toEqual(['call +48 (600) 123-456 now']);
  expect(find('日本')).toEqual(['日本語のテキスト']);
  expect(find('👍')).toEqual(['fine 👍']);
  expect(find('12.50')).toEqual(['its 12.50 exactly']);
  for (const nonsense of ['"', '""', '*', '-', 'AND', 'NEAR(', 'words:x', "'; DROP TABLE message"]) expect(() => find(nonsense)).not.toThrow();
});

test('filters by person, client, room, number and date meet', () => {
  put([
    { k: 'portal', at: 0, room, bridge: 'whatsapp', account: 'acct_48111222333', client: 'clnt_1', other: jan, name: null, state: 'open' },
    member(room, '$m1', jan, 'join', 'Jan Kowalski'),
    member(room, '$m2', anna, 'join', 'Anna Nowak'),
    said(room, '$1', jan, 'order one', Date.UTC(2026, 0, 5)),
    said(room, '$2', anna, 'order two', Date.UTC(2026, 5, 5)),
    said('!b:box.test', '$3', anna, 'order three', Date.UTC(2026, 6, 5)),
  ]);
  expect(find('orders', { client: 'Kowalski' })).toEqual(['order two', 'order one']);
  expect(find('orders', { client: 'clnt_1', person: 'anna' })).toEqual(['order two']);
  expect(find('orders', { number: '600 123 456' })).toEqual(['order two', 'order one']);
  expect(find('orders', { room: '!b:box.test' })).toEqual(['order three']);
  expect(find('orders', { from: Date.UTC(2026, 5, 1), to: Date.UTC(2026, 6, 1) })).toEqual(['order two']);
  expect(find('', { person: anna })).toEqual(['order three', 'order two']);
  expect(find('orders', { client: 'nobody' })).toEqual([]);
  expect(find('two', { order: 'rank' })).toEqual(['order two']);
});

test('what was corrected or withdrawn is marked, in whatever order it was recorded', () => {
  put([said(room, '$1', anna, 'price ten'), edited(room, '$2', anna, '$1', 'price twelve'), redacted(room, '$5', anna, '$4'), said(room, '$3', anna, 'price none'), redacted(room, '$6', anna, '$3'), said(room, '$4', anna, 'price late')]);
  const marks = index.search({ text: 'price', order: 'time', limit: 10 }).map(({ text, isEdited, isVersion, isWithdrawn }) => [text, isEdited, isVersion, isWithdrawn]);
  expect(marks).toEqual([['price late', false, false, true], ['price none', false, false, true], ['price twelve', false, true, false], ['price ten', true, false, false]]);
});

test('ten thousand edits of one message stay ten thousand versions, and only the last is current', () => {
  put([said(room, '$0', anna, 'version zero'), ...Array.from({ length: 10_000 }, (_, n) => edited(room, `$e${n}`, anna, '$0', `version ${n}`, n))]);
  const found = index.search({ text: 'version', order: 'time', limit: 20_000 });
  expect(found).toHaveLength(10_001);
  expect(found.filter(({ isEdited }) => !isEdited).map(({ text }) => text)).toEqual(['version 9999']);
}, 60_000);

test('what was erased is in no file of the index', () => {
  const other = 'b'.repeat(32);
  index.writeChains([{ kid: other, index: 1, at: 0, key: randomBytes(32), fault: null }]);
  put([said(room, '$1', anna, 'stays here')]);
  put([said(room, '$2', anna, 'Vergissmeinnicht')], other);
  expect(index.purge([other])).toBe(1);
  expect(find('Vergissmeinnicht')).toEqual([]);
  expect(index.chain(other)?.key).toBeNull();
  expect(find('stays')).toEqual(['stays here']);
});

test('no file of the index holds a word of it in clear, and another key does not open it', () => {
  put([said(room, '$1', anna, 'canaryworth'), eventPayload({ room, eventId: '$2', sender: anna, type: 'm.room.name', stateKey: '', content: { name: 'canaryworth' } })]);
  index.close();
  for (const file of readdirSync(folder)) {
    expect(readFileSync(join(folder, file)).includes('canaryworth'), file).toBe(false);
    expect(statSync(join(folder, file)).mode & 0o777, file).toBe(0o600);
  }
  expect(() => openIndex(join(folder, 'index.db'), randomBytes(32))).toThrowError(/does not open with this key/);
  index = openIndex(join(folder, 'index.db'), key);
  expect(find(foldText('CANARYWORTH'))).toEqual(['canaryworth']);
});
