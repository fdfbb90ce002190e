import { describe, expect, test } from 'vitest';
import { makeWitness, seedOf } from '../test/memory-archive.ts';
import { vector } from '../test/vectors.ts';
import { addCosignatures, createSigner, createTree, emptyRoot, formatAddCheckpoint, formatCheckpoint, judgeAddCheckpoint, leafHash, openNote, parseAddCheckpoint, signNote, type WatchedLog } from './index.ts';

type Exchange = { name: string; body: string; status: number; contentType: string; response: string };
const { witness, log, exchanges } = vector<{ witness: string; log: string; exchanges: Exchange[] }>('witness');

/** Where the release that made the vectors is behind the specification of its protocol. */
const specification: Record<string, number> = { 'a log it does not know': 404, 'another tree of the same size': 409 };

test('a third-party witness and our rule answer the same requests alike', () => {
  let watched: WatchedLog = { vkeys: [log], size: 0, root: emptyRoot };
  for (const { name, body, status, contentType, response } of exchanges) {
    const judged = judgeAddCheckpoint(body, (origin) => (origin === 'box.test/archive' ? watched : undefined));
    expect(judged.ok ? 200 : judged.status, name).toBe(specification[name] ?? status);
    if (!judged.ok && judged.status === 409 && contentType === 'text/x.tlog.size') expect(`${judged.size}\n`).toBe(response);
    if (judged.ok) watched = { ...watched, size: judged.head.size, root: judged.head.root };
  }
  expect(watched.size).toBe(600);
});

test('its cosignatures are taken, and only those', () => {
  for (const { body, status, response } of exchanges.filter((each) => each.status === 200)) {
    expect(status).toBe(200);
    const { checkpoint } = parseAddCheckpoint(body)!;
    const { note, by } = addCosignatures(checkpoint, response, [witness]);
    expect(by).toEqual(['witness.example/lite']);
    const opened = openNote(note, [log, witness]);
    expect(opened.ok && opened.signatures.map(({ kind }) => kind)).toEqual(['signature', 'cosignature']);
    expect(addCosignatures(note, response, [witness]).note).toBe(note); // asked again: no second line
  }
});

describe('an answer of a witness', () => {
  const signer = createSigner('box.test/archive', seedOf('log'));
  const text = formatCheckpoint({ origin: 'box.test/archive', size: 1, root: leafHash(Buffer.from('x')) });
  const note = signNote(text, signer);
  const known = makeWitness('w.test', 5);

  test('that is not for this head, not a witness’s, or no signature at all adds nothing', () => {
    const other = known.sign(formatCheckpoint({ origin: 'box.test/archive', size: 2, root: emptyRoot }));
    for (const answer of ['', 'no\n', other, makeWitness('stranger.test').sign(text), createSigner('w.test', seedOf('w.test')).sign(text), '\u2014 w.test AAAA\n']) expect(addCosignatures(note, answer, [known.vkey])).toEqual({ note, by: [] });
  });

  test('takes the place of an earlier one of the same witness', () => {
    const first = addCosignatures(note, known.sign(text), [known.vkey]).note;
    const later = addCosignatures(first, makeWitness('w.test', 9).sign(text), [known.vkey]).note;
    const opened = openNote(later, [known.vkey]);
    expect(opened.ok && opened.signatures.map(({ time }) => time)).toEqual([9]);
  });
});

test('a proof for an empty log, a size above the head’s, a head without a signature', () => {
  const signer = createSigner('box.test/archive', seedOf('log'));
  const tree = createTree();
  tree.append(leafHash(Buffer.from('x')));
  const checkpoint = signNote(formatCheckpoint({ origin: signer.name, size: 1, root: tree.root() }), signer);
  const judge = (oldSize: number, proof: readonly Uint8Array[], note = checkpoint, vkeys = [signer.vkey]): string => {
    const judged = judgeAddCheckpoint(formatAddCheckpoint({ oldSize, proof, checkpoint: note }), () => ({ vkeys, size: 0, root: emptyRoot }));
    return judged.ok ? 'ok' : judged.code;
  };
  expect([judge(0, []), judge(0, [emptyRoot]), judge(2, []), judge(1, []), judge(0, [], checkpoint.split('\n\n')[0]), judge(0, [], checkpoint, [])]).toEqual(['ok', 'PROOF_INVALID', 'OLD_SIZE_ABOVE', 'SIZE_CONFLICT', 'REQUEST_MALFORMED', 'SIGNATURE_INVALID']);
});
