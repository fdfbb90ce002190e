import type { RoomId } from '@holdfast/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { event, jan, me, openRig, text, type Rig } from '../../test/support/store-rig.ts';
import { foldText } from './fold.ts';

let rig: Rig;
const said = [
  'Is my order 1042 ready?', 'Заказ готов, приезжайте за ёлкой', 'Замовлення вже їде, п’ять коробок, ґанок ліворуч', 'Zażółć gęślą jaźń, łódź czeka', 'The green table is sold',
  'The table is green', 'мой дом', '<script>alert(1)</script> & more', 'emoji 👩‍👩‍👧‍👦 here', 'see https://example.org/offer today',
];
beforeAll(async () => {
  rig = await openRig();
  await rig.apply(said.map((body, n) => text(String(n + 1), n % 2 === 0 ? jan : me, body)));
  await rig.apply([event('50', jan, { msgtype: 'm.file', body: 'Oferta №5.pdf', filename: 'Oferta №5.pdf', url: 'mxc://a/b', info: {} }), event('51', me, { body: 'promised a discount' }, { type: 'io.holdfast.note' })]);
  await rig.store.sync.apply({ rooms: [{ roomId: '!other' as RoomId, state: [], timeline: [text('90', '@loopback_2:box.test', 'another order of somebody')], limited: false, initial: true, prevBatch: null, receipts: [] }] });
});
afterAll(() => rig.close());
const find = async (query: string, more: object = {}): Promise<string[]> => (await rig.store.search.query({ text: query, limit: 20, ...more })).hits.map(({ eventId }) => eventId.slice(1));

test.each([
  ['order', ['90', '1']], ['ORD', ['90', '1']], ['елка', []], ['елкой', ['2']], ['ёлк', ['2']], ['пять', ['3']], ['п\'ять', ['3']], ['ганок', ['3']], ['lodz', ['4']], ['zazolc gesla', ['4']],
  ['мои', ['7']], ['"green table"', ['5']], ['green table', ['6', '5']], ['green -sold', ['6']], ['script', ['8']], ['oferta', ['50']], ['discount', ['51']], ['1042', ['1']],
])('%s', async (query, expected) => {
  expect(await find(query)).toEqual(expected);
});

test('filters narrow: conversation, side, kind, time', async () => {
  expect(await find('order', { roomId: '!other' })).toEqual(['90']);
  expect(await find('green', { side: 'client' })).toEqual(['5']);
  expect(await find('o', { kinds: ['note'] })).toEqual([]);
  expect(await find('promised', { kinds: ['note'] })).toEqual(['51']);
  expect(await find('oferta', { kinds: ['file'] })).toEqual(['50']);
  expect(await find('offer', { kinds: ['link'] })).toEqual(['10']);
  expect(await find('order', { until: 1 })).toEqual([]);
});

test('a corrected message is found by its last words, a withdrawn one by none', async () => {
  await rig.apply([text('60', me, 'a mistaque here'), text('61', jan, 'forgettable words')]);
  await rig.apply([
    event('62', me, { msgtype: 'm.text', body: '* a mistake here', 'm.new_content': { msgtype: 'm.text', body: 'a mistake here' }, 'm.relates_to': { rel_type: 'm.replace', event_id: '$60' } }),
    event('63', jan, { redacts: '$61' }, { type: 'm.room.redaction', redacts: '$61' }),
  ]);
  expect([await find('mistaque'), await find('mistake'), await find('forgettable')]).toEqual([[], ['60'], []]);
});

test('marks stand on the words that were found, in the text as it was written', async () => {
  const { hits } = await rig.store.search.query({ text: 'ёлк готов', limit: 5 });
  const { excerpt, marks } = hits[0]!;
  expect(marks.map(([from, to]) => excerpt.slice(from, to))).toEqual(['готов', 'ёлкой']);
});

test('pages go on where the one before ended', async () => {
  await rig.apply(Array.from({ length: 30 }, (_, n) => text(`p${100 + n}`, jan, `paged ${n}`)));
  const first = await rig.store.search.query({ text: 'paged', limit: 12 });
  const second = await rig.store.search.query({ text: 'paged', limit: 12, after: first.next });
  const third = await rig.store.search.query({ text: 'paged', limit: 12, after: second.next });
  const all = [first, second, third].flatMap(({ hits }) => hits.map(({ eventId }) => eventId));
  expect([new Set(all).size, third.next]).toEqual([30, null]);
});

test('any text is a question and none is an error', async () => {
  await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (anything) => {
    await rig.store.search.query({ text: anything, limit: 3 });
  }), { numRuns: 300 });
  for (const odd of ['"', '""', '-', '- -', 'a AND OR NOT', 'NEAR(a b)', 'words:x', '*', '\u0000', '😀'.repeat(1000), ')(', "'; DROP TABLE event; --"]) await rig.store.search.query({ text: odd, limit: 3 });
});

test('folding is the same in both directions', () => {
  expect([foldText('Ёлка Йод Ґанок Łódź п’ять п\'ять')]).toEqual(['елка иод ганок lodz пять пять']);
});

test('says how complete it is', async () => {
  const { progress } = await rig.store.search.query({ text: 'order', limit: 1 });
  expect(progress.rooms).toBe(2);
  expect(progress.messages).toBeGreaterThan(30);
});
