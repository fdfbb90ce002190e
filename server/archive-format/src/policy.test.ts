import { beforeAll, describe, expect, test } from 'vitest';
import { makeHolder, makeWitness, policyOf, signPolicy, type TestHolder } from '../test/memory-archive.ts';
import { vector } from '../test/vectors.ts';
import { fixed } from '../vectors/fixed.ts';
import { checkPolicyChange, formatPolicy, parsePolicy, policyHash, readErase, signNote, type Policy, type PolicyFault } from './index.ts';

let a: TestHolder, b: TestHolder, c: TestHolder, quantum: TestHolder;
beforeAll(async () => {
  [a, b, c] = (await Promise.all(['a', 'b', 'c'].map((name) => makeHolder(name)))) as [TestHolder, TestHolder, TestHolder];
  quantum = await makeHolder('q', { postQuantum: true });
});

type PolicyVector = ReturnType<(typeof fixed)['policy']>;
test.each(vector<PolicyVector>('policy').changes)('the committed vector: $name', ({ before, note, result }) => {
  const checked = checkPolicyChange(before, note);
  expect(checked.ok ? 'ok' : checked.code).toBe(result);
});
test('the committed vectors come out the same when they are made again', () => expect(fixed.policy()).toEqual(vector('policy')));
test('the committed erasure is one under the first policy, and none under another threshold', () => {
  const { changes, erase } = vector<PolicyVector>('policy');
  const first = parsePolicy(changes[0]!.note);
  expect(first.ok && readErase(erase, first.policy)).toEqual(['07'.repeat(16)]);
  expect(first.ok && readErase(erase, { ...first.policy, threshold: 3 })).toBeUndefined();
  expect(first.ok && readErase(erase, { ...first.policy, origin: 'other.test' })).toBeUndefined();
});

test('a policy is read back as it was written', () => {
  const witness = makeWitness('w.test');
  const policy = policyOf([a, b, c], { threshold: 2, quorum: 1, witnesses: [{ name: witness.name, vkey: witness.vkey, url: 'https://w.test/' }] });
  expect(parsePolicy(formatPolicy(policy))).toEqual({ ok: true, policy, text: formatPolicy(policy) });
  expect(parsePolicy(signPolicy(policy, [a]))).toEqual({ ok: true, policy, text: formatPolicy(policy) });
});

describe('is none', () => {
  const wrong = (name: string, rest: () => Partial<Policy>, code: PolicyFault): [string, () => Partial<Policy>, PolicyFault] => [name, rest, code];
  test.each([
    wrong('without holders', () => ({ holders: [] }), 'HOLDERS_WRONG'),
    wrong('with one twice', () => ({ holders: [policyOf([a]).holders[0]!, policyOf([a]).holders[0]!] }), 'HOLDERS_WRONG'),
    wrong('with another’s key under a name', () => ({ holders: [{ ...policyOf([a]).holders[0]!, vkey: b.vkey }] }), 'HOLDERS_WRONG'),
    wrong('with a recipient that is none', () => ({ holders: [{ ...policyOf([a]).holders[0]!, recipient: 'age1nonsense' }] }), 'HOLDERS_WRONG'),
    wrong('with the key of a witness for a holder', () => ({ holders: [{ name: 'w.test', recipient: a.recipient, vkey: makeWitness('w.test').vkey }] }), 'HOLDERS_WRONG'),
    wrong('with post-quantum and other keys', () => ({ holders: policyOf([a, quantum]).holders }), 'RECIPIENTS_MIXED'),
    wrong('for nobody', () => ({ threshold: 0 }), 'THRESHOLD_WRONG'),
    wrong('for more than there are', () => ({ threshold: 3 }), 'THRESHOLD_WRONG'),
    wrong('with a number of its own', () => ({ sequence: 2 }), 'SEQUENCE_WRONG'),
    wrong('with a previous one that is no hash', () => ({ sequence: 2, previous: 'abc' }), 'PREVIOUS_WRONG'),
    wrong('with a quorum of witnesses that it lacks', () => ({ quorum: 1 }), 'QUORUM_WRONG'),
    wrong('with a witness that only signs', () => ({ witnesses: [{ name: 'a', vkey: a.vkey, url: 'https://w.test' }] }), 'WITNESS_WRONG'),
    wrong('with a witness at no address', () => ({ witnesses: [{ name: 'w', vkey: makeWitness('w').vkey, url: 'file:///etc' }] }), 'WITNESS_WRONG'),
    wrong('without an origin', () => ({ origin: '' }), 'ORIGIN_WRONG'),
  ])('%s', (_, rest, code) => {
    expect(parsePolicy(formatPolicy(policyOf([a, b], rest())))).toEqual({ ok: false, code });
  });

  test('in another spelling: lines moved, doubled, unknown or left out', () => {
    const text = formatPolicy(policyOf([a, b]));
    const [head, origin, sequence, ...rest] = text.split('\n');
    const spelled = (...lines: (string | undefined)[]): string => lines.join('\n');
    expect(parsePolicy(spelled(head, sequence, origin, ...rest))).toEqual({ ok: false, code: 'POLICY_MALFORMED' });
    expect(parsePolicy(spelled(head, origin, origin, sequence, ...rest))).toEqual({ ok: false, code: 'POLICY_MALFORMED' });
    expect(parsePolicy(spelled(head, origin, sequence, 'secretly yes', ...rest))).toEqual({ ok: false, code: 'POLICY_MALFORMED' });
    expect(parsePolicy(spelled(head, origin, ...rest))).toEqual({ ok: false, code: 'POLICY_MALFORMED' });
    expect(parsePolicy(text.trimEnd())).toEqual({ ok: false, code: 'POLICY_MALFORMED' });
    expect(parsePolicy('something else\n')).toEqual({ ok: false, code: 'POLICY_VERSION' });
    expect(parsePolicy('')).toEqual({ ok: false, code: 'POLICY_VERSION' });
  });
});

describe('signatures', () => {
  test('the first needs all of its holders, whatever the threshold', () => {
    const policy = policyOf([a, b, c], { threshold: 1 });
    expect(checkPolicyChange(null, signPolicy(policy, [a, b, c])).ok).toBe(true);
    expect(checkPolicyChange(null, signPolicy(policy, [a, b]))).toEqual({ ok: false, code: 'SIGNATURES_MISSING' });
    expect(checkPolicyChange(null, formatPolicy(policy))).toEqual({ ok: false, code: 'SIGNATURES_MISSING' });
  });

  test('a change needs the holders before, not those who come', () => {
    const first = policyOf([a, b], { threshold: 2 });
    const next = policyOf([c], { sequence: 2, previous: policyHash(formatPolicy(first)) });
    const before = signPolicy(first, [a, b]);
    expect(checkPolicyChange(before, signPolicy(next, [a, b])).ok).toBe(true);
    expect(checkPolicyChange(before, signPolicy(next, [c, a]))).toEqual({ ok: false, code: 'SIGNATURES_MISSING' });
  });

  test('a signature of somebody else under a holder’s name spoils it', () => {
    const policy = policyOf([a, b]);
    const note = signNote(formatPolicy(policy), a.signer, b.signer).replace(/boris|\u2014 b \S+/, (line) => line.slice(0, -8) + (line.endsWith('AAAAAAA=') ? 'BBBBBBA=' : 'AAAAAAA='));
    expect(checkPolicyChange(null, note)).toEqual({ ok: false, code: 'SIGNATURE_INVALID' });
  });

  test('a policy before that is none stops everything after it', () => {
    expect(checkPolicyChange('nonsense', signPolicy(policyOf([a]), [a]))).toEqual({ ok: false, code: 'POLICY_VERSION' });
  });
});
