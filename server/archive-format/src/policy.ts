import { isRecipient } from './keys.ts';
import { openNote, parseVerifierKey, splitNote } from './note.ts';
import { sha256 } from './tree.ts';

/** To whom an archive is sealed and who watches its head (docs/spec/archive.md §6): a note that key holders sign. */
export type Holder = { readonly name: string; /** age recipient */ readonly recipient: string; readonly vkey: string };
export type PolicyWitness = { readonly name: string; readonly vkey: string; readonly url: string };
export type Policy = {
  readonly origin: string;
  readonly sequence: number;
  /** How many holders must come together to open anything. */
  readonly threshold: number;
  /** SHA-256, hex, of the text of the policy before. */
  readonly previous: string | null;
  readonly holders: readonly Holder[];
  readonly witnesses: readonly PolicyWitness[];
  /** How many witnesses must cosign a head. */
  readonly quorum: number;
};
export type PolicyFault =
  | 'NOTE_MALFORMED' | 'POLICY_MALFORMED' | 'POLICY_VERSION' | 'ORIGIN_WRONG' | 'HOLDERS_WRONG' | 'RECIPIENTS_MIXED' | 'THRESHOLD_WRONG' | 'QUORUM_WRONG' | 'WITNESS_WRONG' | 'SEQUENCE_WRONG' | 'PREVIOUS_WRONG' | 'SIGNATURES_MISSING' | 'SIGNATURE_INVALID';
export type ParsedPolicy = { readonly ok: true; readonly policy: Policy; readonly text: string } | { readonly ok: false; readonly code: PolicyFault };

const head = 'holdfast.archive/policy/v1';
const fail = (code: PolicyFault): { ok: false; code: PolicyFault } => ({ ok: false, code });

export function formatPolicy({ origin, sequence, threshold, previous, holders, witnesses, quorum }: Policy): string {
  return [
    head, `origin ${origin}`, `sequence ${sequence}`, `threshold ${threshold}`, `previous ${previous ?? 'none'}`,
    ...holders.map(({ name, recipient, vkey }) => `holder ${name} ${recipient} ${vkey}`),
    ...witnesses.map(({ vkey, url }) => `witness ${vkey} ${url}`),
    `quorum ${quorum}`, '',
  ].join('\n');
}
const signingKeyName = (vkey: string): string | undefined => {
  const key = parseVerifierKey(vkey);
  return key?.type === 1 ? key.name : undefined;
};
export const policyHash = (text: string): string => Buffer.from(sha256(Buffer.from(text))).toString('hex');
export const isPostQuantum = (recipient: string): boolean => recipient.startsWith('age1pq1');

/** Reads the text of a policy, signed or not. Whether its signatures are enough is `checkPolicyChange`'s to say. */
export function parsePolicy(note: string): ParsedPolicy {
  const text = note.startsWith(head) ? (splitNote(note)?.text ?? note) : '';
  const [first, ...lines] = text.split('\n');
  if (first !== head || lines.at(-1) !== '') return fail(text === '' ? 'POLICY_VERSION' : 'POLICY_MALFORMED');
  const all = (key: string): string[] => lines.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
  const [origin, sequence, threshold, previous, quorum] = ['origin', 'sequence', 'threshold', 'previous', 'quorum'].map((key) => all(key));
  const number = (values: string[] | undefined): number => (values?.length === 1 && /^\d{1,9}$/.test(values[0] ?? '') ? Number(values[0]) : NaN);
  const holders = all('holder').map((line) => line.split(' '));
  const witnesses = all('witness').map((line) => line.split(' '));
  const policy: Policy = {
    origin: origin?.[0] ?? '', sequence: number(sequence), threshold: number(threshold), quorum: number(quorum),
    previous: previous?.[0] === 'none' ? null : (previous?.[0] ?? ''),
    holders: holders.map(([name = '', recipient = '', vkey = '']) => ({ name, recipient, vkey })),
    witnesses: witnesses.map(([vkey = '', url = '']) => ({ name: parseVerifierKey(vkey)?.name ?? '', vkey, url })),
  };
  const fault = faultOf(policy, [...holders.map(({ length }) => length === 3), ...witnesses.map(({ length }) => length === 2)].every(Boolean));
  if (fault) return fail(fault);
  return formatPolicy(policy) === text ? { ok: true, policy, text } : fail('POLICY_MALFORMED');
}

function faultOf({ origin, sequence, threshold, previous, holders, witnesses, quorum }: Policy, isWhole: boolean): PolicyFault | undefined {
  if (!isWhole || Number.isNaN(sequence) || Number.isNaN(threshold) || Number.isNaN(quorum)) return 'POLICY_MALFORMED';
  if (!/^[^\s+]{1,200}$/u.test(origin)) return 'ORIGIN_WRONG';
  const names = new Set(holders.map(({ name }) => name));
  const keys = new Set(holders.flatMap(({ recipient, vkey }) => [recipient, vkey]));
  const isHolder = ({ name, recipient, vkey }: Holder): boolean => isRecipient(recipient) && signingKeyName(vkey) === name;
  if (holders.length === 0 || holders.length > 32 || names.size !== holders.length || keys.size !== 2 * holders.length || !holders.every(isHolder)) return 'HOLDERS_WRONG';
  if (new Set(holders.map(({ recipient }) => isPostQuantum(recipient))).size > 1) return 'RECIPIENTS_MIXED';
  if (threshold < 1 || threshold > holders.length) return 'THRESHOLD_WRONG';
  if (quorum > witnesses.length) return 'QUORUM_WRONG';
  if (witnesses.some(({ vkey, url }) => parseVerifierKey(vkey)?.type !== 4 || !/^https?:\/\/\S+$/.test(url)) || new Set(witnesses.map(({ name }) => name)).size !== witnesses.length) return 'WITNESS_WRONG';
  if (sequence < 1 || (sequence === 1) !== (previous === null)) return 'SEQUENCE_WRONG';
  return previous === null || /^[0-9a-f]{64}$/.test(previous) ? undefined : 'PREVIOUS_WRONG';
}

/**
 * Whether `note` may follow `before`, a signed policy that was accepted earlier. The first is signed by everyone it names,
 * which shows that they have their keys; a later one by as many of the holders before as it takes to open the archive.
 */
export function checkPolicyChange(before: string | null, note: string): ParsedPolicy {
  const next = parsePolicy(note);
  if (!next.ok) return next;
  const last = before === null ? undefined : parsePolicy(before);
  if (last && !last.ok) return last;
  if (last && (next.policy.sequence !== last.policy.sequence + 1 || next.policy.origin !== last.policy.origin)) return fail(next.policy.origin === last.policy.origin ? 'SEQUENCE_WRONG' : 'ORIGIN_WRONG');
  if (last ? next.policy.previous !== policyHash(last.text) : next.policy.sequence !== 1) return fail('PREVIOUS_WRONG');
  const { holders, threshold } = last ? last.policy : { holders: next.policy.holders, threshold: next.policy.holders.length };
  const opened = openNote(note, holders.map(({ vkey }) => vkey));
  if (!opened.ok) return fail(opened.code === 'NOTE_MALFORMED' ? 'SIGNATURES_MISSING' : 'SIGNATURE_INVALID');
  return new Set(opened.signatures.map(({ vkey }) => vkey)).size >= threshold ? next : fail('SIGNATURES_MISSING');
}
