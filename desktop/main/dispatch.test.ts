import { Value } from 'typebox/value';
import { beforeEach, describe, expect, test } from 'vitest';
import { callNames, calls, type CallHandlers, type CallName } from '../ipc/index.ts';
import { fittingInputs } from '../test/fakes/fitting-inputs.ts';
import { AppRefusal } from './app-refusal.ts';
import { createDispatch } from './dispatch.ts';

const canary = 'Jan Kowalski +48511000111 wrote: the offer';
let asked: string[] = [];
let logged: unknown[] = [];
let answer: (name: CallName) => unknown;
const handlers = Object.fromEntries(callNames.map((name) => [name, async () => (asked.push(name), answer(name))])) as unknown as CallHandlers;
const dispatch = createDispatch(handlers, { info: (...line) => void logged.push(line), error: (...line) => void logged.push(line) });
const parsed = (text: string): unknown => JSON.parse(text);

beforeEach(() => {
  [asked, logged] = [[], []];
  answer = () => null;
});

describe.each(callNames)('%s', (name) => {
  const input: object = fittingInputs[name];
  test('is answered when the input fits', async () => {
    expect(Value.Check(calls[name].input, input)).toBe(true);
    await dispatch(name, input);
    expect(asked).toEqual([name]);
  });
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', canary],
    ['a list', [input]],
    ['a field too many', { ...input, surprise: true }],
    ['a key that would change the prototype', Object.defineProperty({ ...input }, '__proto__', { value: { isAdmin: true }, enumerable: true })],
    ['a key that would change the constructor', { ...input, constructor: { prototype: { isAdmin: true } } }],
  ])('refuses %s before anybody looks at it, and writes nothing down', async (_what, wrong) => {
    expect(await dispatch(name, wrong)).toMatchObject({ ok: false, code: 'BAD_INPUT' });
    expect([asked, logged]).toEqual([[], []]);
    expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
  });
  test('each field of another kind is refused and named', async () => {
    for (const key of Object.keys(input)) {
      const reply = await dispatch(name, { ...input, [key]: { wrong: 1n } });
      expect(reply, key).toMatchObject({ ok: false, code: 'BAD_INPUT' });
      expect('field' in reply && reply.field?.startsWith(`/${key}`), key).toBe(true);
    }
    expect(asked).toEqual([]);
  });
  test('an answer of another shape never reaches the screen, and its content never the log', async () => {
    answer = () => ({ surprise: canary, [canary]: 1 });
    const reply = await dispatch(name, input);
    expect(reply).toMatchObject({ ok: false, code: 'INTERNAL' });
    expect(logged).toHaveLength(1);
    expect(JSON.stringify([reply, logged])).not.toContain('Kowalski');
  });
});

test.each(['', 'toString', 'constructor', '__proto__', 'hasOwnProperty', 'readsession', 'readSession ', 'x'.repeat(1_000_000)])('there is no call %#', async (name) => {
  expect(await dispatch(name, {})).toEqual({ ok: false, code: 'UNKNOWN_CALL', message: 'there is no such call' });
  expect([asked, logged]).toEqual([[], []]);
});

const tooLarge: readonly [CallName, object][] = [
  ['discoverBox', { address: 'a'.repeat(2_001) }],
  ['send', { ...fittingInputs.send, outgoing: { kind: 'text', text: 'x'.repeat(65_537), html: null, replyTo: null } }],
  ['appendFile', { fileId: 'file', data: 'A'.repeat(1_500_001) }],
  ['readItems', { ...fittingInputs.readItems, keys: Array.from({ length: 501 }, (_, n) => `$${n}`) }],
  ['saveDraft', { ...fittingInputs.saveDraft, text: 'x'.repeat(70_001) }],
  ['search', { text: 'x'.repeat(1_001), limit: 10 }],
  ['readRoom', { roomId: `!${'x'.repeat(255)}` }],
];
test.each(tooLarge)('%s refuses what is too large, without repeating it', async (name, input) => {
  const reply = await dispatch(name, input);
  expect(reply).toMatchObject({ ok: false, code: 'BAD_INPUT' });
  expect(JSON.stringify(reply).length).toBeLessThan(300);
});

test('a refusal keeps its code and field', async () => {
  answer = () => { throw new AppRefusal('ADDRESS_INVALID', 'no address', { field: '/address' }); };
  expect(await dispatch('discoverBox', fittingInputs.discoverBox)).toEqual({ ok: false, code: 'ADDRESS_INVALID', message: 'no address', field: '/address' });
  expect(logged).toEqual([]);
});
test('what the store does not have is NOT_FOUND, and no bug', async () => {
  answer = () => { throw Object.assign(new Error(canary), { code: 'NOT_FOUND' }); };
  expect(await dispatch('readRoom', fittingInputs.readRoom)).toMatchObject({ ok: false, code: 'NOT_FOUND' });
  expect(logged).toEqual([]);
});
test.each<[string, () => never]>([
  ['an error with a client’s words', () => { throw new TypeError(canary); }],
  ['a parser that quotes', () => parsed(canary) as never],
  ['words that look like a place in the program', () => { throw new Error(`line\n    at ${canary}`); }],
  ['a thrown text', () => { throw canary as unknown as Error; }],
])('%s: told as INTERNAL under the id of the log, which says where and repeats no word', async (_what, fail) => {
  answer = fail;
  const reply = await dispatch('readRoom', fittingInputs.readRoom);
  const [[fields, event]] = logged as [[{ id: string; call: string }, string]];
  expect([event, fields.call]).toEqual(['call.failed', 'readRoom']);
  expect(reply).toEqual({ ok: false, code: 'INTERNAL', message: `something went wrong; the log has it under ${fields.id}` });
  expect(JSON.stringify(logged)).not.toMatch(/Kowalski|offer|Jan/);
});
