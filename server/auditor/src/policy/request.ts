import { checkPolicyChange, formatPolicy, openNote, parsePolicy, parseVerifierKey, policyHash, splitNote, type NoteSigner, type Policy, type PolicyFault } from '@holdfast/archive-format';
import { AuditorError } from '../auditor-error.ts';
import { holderName } from '../keys/index.ts';

/** A request is the text to be signed, with the signatures that it has so far behind it; with enough of them it is what the box takes. */
export type Request = { readonly text: string; readonly lines: readonly string[] };

export function readRequest(content: string, path: string): Request {
  const note = splitNote(content);
  const text = note?.text ?? content;
  if (!/^holdfast\.archive\/(?:policy|erase|hold|unhold|rewrap)\/v1\n/u.test(text) || !text.endsWith('\n')) throw new AuditorError('NOTE', `${path}: this is no request that a key holder signs`, 'Requests begin with holdfast.archive/policy/v1, …/erase/v1, …/hold/v1, …/unhold/v1 or …/rewrap/v1.');
  return { text, lines: note?.lines ?? [] };
}

const faultWords: Readonly<Record<PolicyFault, string>> = {
  NOTE_MALFORMED: 'it is no signed note', POLICY_MALFORMED: 'lines are missing, repeated, out of order or of an unknown kind', POLICY_VERSION: 'it is no policy of version 1', ORIGIN_WRONG: 'field "origin" is wrong',
  HOLDERS_WRONG: 'a "holder" line is wrong, or a name or key stands in two of them', RECIPIENTS_MIXED: 'post-quantum and other recipients are mixed', THRESHOLD_WRONG: 'field "threshold" is not between 1 and the number of holders', QUORUM_WRONG: 'field "quorum" is larger than the number of witnesses',
  WITNESS_WRONG: 'a "witness" line is wrong or repeated', SEQUENCE_WRONG: 'field "sequence" does not follow', PREVIOUS_WRONG: 'field "previous" is not the hash of the policy before', SIGNATURES_MISSING: 'signatures are missing', SIGNATURE_INVALID: 'a signature is wrong',
};
export const policyFaultWords = (code: PolicyFault): string => `${faultWords[code]} [${code}]`;

function readPolicy(text: string, path: string): Policy {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new AuditorError('NOTE', `${path}: ${policyFaultWords(parsed.code)}`, 'Make it anew with `holdfast-auditor policy`.');
  return parsed.policy;
}

const holderWords = (policy: Policy): string[] => policy.holders.map(({ name, recipient, vkey }) => `    ${name}  ${recipient.startsWith('age1pq') ? '(post-quantum) ' : ''}${recipient.slice(0, 24)}…  ${vkey}`);
const threshold = ({ threshold: m, holders }: Policy): string => (m === 1 ? (holders.length === 1 ? 'the one key holder opens the archive' : `any one of ${holders.length} key holders opens the archive alone`) : `${m} of ${holders.length} key holders must come together to open anything`);

/** What a signature under a request would mean, in words. `before` is the policy in force. */
export function requestInWords({ text }: Request, path: string, before: string | null): string[] {
  if (!text.startsWith('holdfast.archive/policy/')) {
    const [head = '', origin = '', ...lines] = text.split('\n');
    const kind = head.split('/')[1] ?? '';
    const meaning: Readonly<Record<string, string>> = { erase: 'The keys of these parts of the archive are DESTROYED. Nobody, key holders included, can read them afterwards.', hold: 'These parts of the archive must not be erased until the hold is taken back.', unhold: 'A hold is taken back: what it protected may be erased again.', rewrap: 'Keyslots are exchanged for others.' };
    return [`Order of key holders: ${kind}, for the archive ${origin.replace('origin ', '')}`, meaning[kind] ?? '', ...lines.filter((line) => line !== '').map((line) => `    ${line}`)];
  }
  const next = readPolicy(text, path);
  const last = before === null ? undefined : readPolicy(before, 'the policy in force');
  const words = [
    `${next.sequence === 1 ? 'First policy' : `Policy ${next.sequence}`} of the archive ${next.origin}`, `From now on ${threshold(next)}:`, ...holderWords(next),
    next.witnesses.length === 0 ? 'No witness watches the head of the log.' : `${next.quorum} of ${next.witnesses.length} witnesses must have seen each head:`, ...next.witnesses.map(({ vkey, url }) => `    ${vkey}  ${url}`),
  ];
  if (!last) return next.sequence === 1 ? [...words, 'Everybody it names must sign, which shows that they have their keys.'] : [...words, 'The policy before it is not known here: what changes cannot be said. Give it with --previous.'];
  const names = (policy: Policy): Map<string, string> => new Map(policy.holders.map(({ name, recipient, vkey }) => [name, `${recipient} ${vkey}`]));
  const [was, is] = [names(last), names(next)];
  const changes = [
    ...[...is].filter(([name]) => !was.has(name)).map(([name]) => `NEW: ${name} can read what is recorded from now on`),
    ...[...was].filter(([name]) => !is.has(name)).map(([name]) => `GONE: ${name} reads nothing that is recorded from now on, and goes on reading what was sealed to them before`),
    ...[...is].filter(([name, keys]) => was.has(name) && was.get(name) !== keys).map(([name]) => `CHANGED: ${name} has other keys`),
    ...(last.threshold === next.threshold ? [] : [`CHANGED: ${threshold(last)}; now ${threshold(next)}`]),
    ...(last.quorum === next.quorum && last.witnesses.length === next.witnesses.length ? [] : [`CHANGED: witnesses ${last.quorum} of ${last.witnesses.length}, now ${next.quorum} of ${next.witnesses.length}`]),
  ];
  return [...words, ...(changes.length === 0 ? ['Nothing changes.'] : changes), `At least ${last.threshold} of the holders before must sign: ${last.holders.map(({ name }) => name).join(', ')}.`];
}

/** The request with one signature more. Signing twice changes nothing. */
export function signRequest({ text, lines }: Request, signer: NoteSigner): string {
  const id = parseVerifierKey(signer.vkey)?.id;
  const others = lines.filter((line) => {
    const [, name, signature = ''] = line.split(' ');
    return name !== signer.name || Buffer.from(signature, 'base64').subarray(0, 4).toString('hex') !== id;
  });
  return `${text}\n${[...others, signer.sign(text).trimEnd()].map((line) => `${line}\n`).join('')}`;
}

export type Standing = { readonly signedBy: readonly string[]; readonly isEnough: boolean; readonly why: string | null };

/** Who has signed a policy, and whether the box would take it now. */
export function standingOf(note: string, before: string | null): Standing {
  const next = parsePolicy(note);
  if (!next.ok) return { signedBy: [], isEnough: false, why: policyFaultWords(next.code) };
  const last = before === null ? undefined : parsePolicy(before);
  const holders = last?.ok ? last.policy.holders : next.policy.holders;
  const opened = openNote(note, holders.map(({ vkey }) => vkey));
  const checked = checkPolicyChange(before, note);
  return { signedBy: opened.ok ? [...new Set(opened.signatures.map(({ name }) => name))] : [], isEnough: checked.ok, why: checked.ok ? null : policyFaultWords(checked.code) };
}

export type PolicyWish = { readonly origin: string; readonly cards: readonly { readonly path: string; readonly line: string }[]; readonly threshold: number; readonly witnesses: readonly string[]; readonly quorum: number };

/** The text of a first policy, or of one that follows `before`. */
export function newPolicyText({ origin, cards, threshold: m, witnesses, quorum }: PolicyWish, before: string | null): string {
  const last = before === null ? undefined : readPolicy(before, 'the policy before');
  const holders = cards.map(({ path, line }) => {
    const [word, name = '', recipient = '', vkey = '', ...rest] = line.trim().split(' ');
    if (word !== 'holder' || rest.length > 0 || !holderName.test(name) || vkey === '') throw new AuditorError('NOTE', `${path}: this is no card of a key holder`, 'It holds one line, which `holdfast-auditor keygen` and `card` write: holder <name> <recipient> <key>.');
    return { name, recipient, vkey };
  });
  const parsedWitnesses = witnesses.map((line) => {
    const [vkey = '', url = ''] = line.trim().split(/\s+/u);
    return { name: parseVerifierKey(vkey)?.name ?? '', vkey, url };
  });
  const parsedBefore = before === null ? undefined : parsePolicy(before);
  const text = formatPolicy({ origin, holders, threshold: m, witnesses: parsedWitnesses, quorum, sequence: (last?.sequence ?? 0) + 1, previous: parsedBefore?.ok ? policyHash(parsedBefore.text) : null });
  readPolicy(text, 'the new policy');
  return text;
}
