import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hex, unhex, vector } from '../test/vectors.ts';
import { fixed } from '../vectors/fixed.ts';
import { createCosigner, createSigner, formatAddCheckpoint, formatCheckpoint, newSeed, openNote, parseAddCheckpoint, parseCheckpoint, parseVerifierKey, sha256, signNote } from './index.ts';

const notes = fixed.note();
const log = createSigner('box.test/archive', sha256(Buffer.from('log')));
const text = formatCheckpoint({ origin: 'box.test/archive', size: 42, root: sha256(Buffer.from('root')) });

test('the committed vectors of notes', () => expect(notes).toEqual(vector('note')));

/** golang.org/x/mod/sumdb/note, the example of its documentation: made by others. */
test('a note that Go’s own library shows as its example', () => {
  const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const note = 'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
  expect(openNote(note, [vkey])).toMatchObject({ ok: true, signatures: [{ name: 'PeterNeumann', kind: 'signature', time: null }] });
  expect(openNote(note.replace('answer', 'Answer'), [vkey])).toEqual({ ok: false, code: 'SIGNATURE_INVALID' });
});

test('who signed is told, and strangers are passed over', () => {
  const other = createSigner('other.test', newSeed());
  const note = signNote(text, log, other);
  expect(openNote(note, [log.vkey])).toEqual({ ok: true, text, signatures: [{ name: 'box.test/archive', vkey: log.vkey, kind: 'signature', time: null }] });
  expect(openNote(note, [createSigner('box.test/archive', newSeed()).vkey])).toEqual({ ok: true, text, signatures: [] });
});

test('a cosignature says when it was given, and covers that', () => {
  const witness = createCosigner('witness.test', newSeed(), () => 1_770_000_123);
  const note = signNote(text, log, witness);
  expect(openNote(note, [witness.vkey])).toMatchObject({ ok: true, signatures: [{ kind: 'cosignature', time: 1_770_000_123 }] });
  const [, encoded = ''] = /witness\.test (\S+)/.exec(note)!;
  const raw = Buffer.from(encoded, 'base64');
  raw[11]! ^= 1; // the time
  expect(openNote(note.replace(encoded, raw.toString('base64')), [witness.vkey])).toEqual({ ok: false, code: 'SIGNATURE_INVALID' });
});

test('a cosigner with ML-DSA (0x06) is carried and ignored', () => {
  const foreign = `\u2014 ml.test ${Buffer.alloc(4 + 8 + 3309, 9).toString('base64')}\n`;
  expect(openNote(`${signNote(text, log)}${foreign}`, [log.vkey])).toMatchObject({ ok: true, signatures: [{ name: log.name }] });
});

test('no byte of a signed note can be flipped unseen', () => {
  const bytes = Buffer.from(signNote(text, log));
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 7 }), (at, bit) => {
      const copy = Buffer.from(bytes);
      copy[at]! ^= 1 << bit;
      const opened = openNote(copy.toString('utf8'), [log.vkey]);
      expect(opened.ok && opened.signatures.length > 0 && opened.text === text).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test.each(['', 'no signatures\n', 'text\n\nnot a signature\n', 'text\n\n\u2014 name !!!\n', 'text\n\n\u2014 name AAAA', 'text\n\n\u2014 na me AAAA\n'])('%j is no note', (note) => {
  expect(openNote(note, [log.vkey])).toEqual({ ok: false, code: 'NOTE_MALFORMED' });
});

test('keys whose name, type, length or checksum are wrong are none', () => {
  const [name, id, key] = log.vkey.split('+') as [string, string, string];
  expect(parseVerifierKey(log.vkey)).toMatchObject({ name, id, type: 1 });
  for (const wrong of ['', name, `${name}+${id}`, `${name}x+${id}+${key}`, `${name}+00000000+${key}`, `${name}+${id}+AAAA`, `${name}+${id}+${key.slice(0, -4)}`]) expect(parseVerifierKey(wrong)).toBeUndefined();
  expect(openNote(signNote(text, log), ['nonsense'])).toEqual({ ok: false, code: 'KEY_MALFORMED' });
  expect(() => createSigner('with space', newSeed())).toThrow(RangeError);
  expect(() => createSigner('name', newSeed().subarray(1))).toThrow(RangeError);
});

test('checkpoints are read back, and what is none is none', () => {
  fc.assert(fc.property(fc.nat(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (size, root) => void expect(parseCheckpoint(formatCheckpoint({ origin: 'o.test', size, root }))).toEqual({ origin: 'o.test', size, root: Buffer.from(root) })));
  for (const wrong of ['', 'o\n1\n', 'o\n01\nAAAA\n', `o\n-1\n${text.split('\n')[2]}\n`, `o\n1\n${Buffer.alloc(31).toString('base64')}\n`, `\n1\n${text.split('\n')[2]}\n`, `o\n9999999999999999\n${text.split('\n')[2]}\n`]) expect(parseCheckpoint(wrong)).toBeUndefined();
});

test('what is posted to a witness is read back', () => {
  const checkpoint = signNote(text, log);
  fc.assert(
    fc.property(fc.nat(), fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 63 }), (oldSize, proof) => {
      expect(parseAddCheckpoint(formatAddCheckpoint({ oldSize, proof, checkpoint }))).toEqual({ oldSize, proof: proof.map((each) => Buffer.from(each)), checkpoint });
    }),
  );
  const [hash = ''] = [Buffer.alloc(32).toString('base64')];
  for (const wrong of ['', 'old 1', `old 1\n${hash}\n${checkpoint.slice(0, 10)}`, `old 01\n\n${checkpoint}`, `size 1\n\n${checkpoint}`, `old 1\nAAAA\n\n${checkpoint}`, `old 1\n${`${hash}\n`.repeat(64)}\n${checkpoint}`]) expect(parseAddCheckpoint(wrong)).toBeUndefined();
});

test('the vector’s seeds make the vector’s keys', () => {
  const { log: made } = vector<typeof notes>('note');
  expect(createSigner('box.test/archive', unhex(made.seed)).vkey).toBe(made.vkey);
  expect(hex(unhex(made.seed))).toHaveLength(64);
});
