import { checkPolicyChange, formatErase } from '@holdfast/archive-format';
import { expect, test } from 'vitest';
import { holderCard, makeHolderKey, signerOf } from '../keys/index.ts';
import { newPolicyText, readRequest, requestInWords, signRequest, standingOf } from './index.ts';

const make = async (...names: string[]) => Promise.all(names.map(async (name) => {
  const key = await makeHolderKey(name, { postQuantum: false });
  return { key, signer: signerOf(key), card: { path: `${name}.holder`, line: await holderCard(key) } };
}));
const wish = { origin: 'box.test/archive', witnesses: [], quorum: 0 };

test('a first policy collects the signatures of all it names; the next one those of enough before', async () => {
  const [anna, boris, cleo] = await make('anna', 'boris', 'cleo');
  if (!anna || !boris || !cleo) throw new Error('three were made');
  const first = newPolicyText({ ...wish, cards: [anna.card, boris.card], threshold: 2 }, null);
  const once = signRequest(readRequest(first, 'p'), anna.signer);
  expect(standingOf(once, null)).toMatchObject({ signedBy: ['anna'], isEnough: false, why: expect.stringContaining('signatures are missing') as string });
  expect(signRequest(readRequest(once, 'p'), anna.signer)).toBe(once);
  const note = signRequest(readRequest(once, 'p'), boris.signer);
  expect(checkPolicyChange(null, note).ok).toBe(true);
  const next = newPolicyText({ ...wish, cards: [anna.card, cleo.card], threshold: 1 }, note);
  const words = requestInWords(readRequest(next, 'p'), 'p', note).join('\n');
  expect(words).toContain('NEW: cleo');
  expect(words).toContain('GONE: boris');
  expect(words).toContain('2 of 2 key holders must come together to open anything; now any one of 2');
  const signed = signRequest(readRequest(signRequest(readRequest(next, 'p'), anna.signer), 'p'), boris.signer);
  expect(standingOf(signed, note)).toEqual({ signedBy: ['anna', 'boris'], isEnough: true, why: null });
});

test('what is wrong with a request is said by file and field', async () => {
  const [anna] = await make('anna');
  if (!anna) throw new Error('one was made');
  expect(() => readRequest('hello\n', 'x.txt')).toThrowError(/x.txt: this is no request/);
  expect(() => newPolicyText({ ...wish, cards: [{ path: 'c.txt', line: 'nonsense' }], threshold: 1 }, null)).toThrowError(/c.txt: this is no card/);
  expect(() => newPolicyText({ ...wish, cards: [anna.card], threshold: 2 }, null)).toThrowError(/field "threshold"/);
  expect(() => newPolicyText({ ...wish, cards: [anna.card, anna.card], threshold: 1 }, null)).toThrowError(/"holder" line/);
  expect(() => newPolicyText({ ...wish, cards: [anna.card], threshold: 1, witnesses: ['x http://y'] }, null)).toThrowError(/"witness" line/);
});

test('an order to erase says that it destroys', () => {
  const text = formatErase({ origin: 'box.test/archive', kids: [new Uint8Array(16)] });
  expect(requestInWords(readRequest(text, 'e'), 'e', null).join('\n')).toMatch(/DESTROYED[\s\S]*kid 0{32}/);
});
