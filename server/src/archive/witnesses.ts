import { addCosignatures, consistencyProof, formatAddCheckpoint, tilePath, tileWidth, type Policy, type PolicyWitness, type ReadTile } from '@holdfast/archive-format';
import type { Db } from '../db/index.ts';
import type { Clock, Log } from '../kernel/index.ts';
import type { DurableFiles } from './durable-files.ts';
import { markCosigned, markFailing, readWitness, setKnownSize } from './witness-repository.ts';

const timeoutMs = 10_000;
const mostAnswer = 64 * 1024;
/** archive-design.md §2.6: so long a witness may be away before somebody is told. */
export const witnessPatienceMs = 15 * 60_000;

export type Head = { readonly size: number; readonly note: string };
/** `ahead`: the witness has seen more of this log than this box knows. */
export type Answer = { readonly kind: 'signed'; readonly lines: string } | { readonly kind: 'failed'; readonly code: string } | { readonly kind: 'size'; readonly size: number };
export type AskWitness = (url: string, body: string, signal: AbortSignal) => Promise<{ status: number; type: string; text: string }>;

type Deps = {
  db: Db;
  clock: Clock;
  log: Log;
  files: Pick<DurableFiles, 'read'>;
  policy: () => Policy | undefined;
  signal: AbortSignal;
  ask?: AskWitness;
};
export type Witnesses = ReturnType<typeof createWitnesses>;

/** Redirects are not followed: a witness is who the policy names. */
const post: AskWitness = async (url, body, signal) => {
  const response = await fetch(url, { method: 'POST', body, redirect: 'error', signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) });
  const text = await response.text();
  return { status: response.status, type: response.headers.get('content-type') ?? '', text: text.slice(0, mostAnswer) };
};

/** Heads are shown to the witnesses of the policy (C2SP tlog-witness, add-checkpoint). Whoever is away is passed over: nothing waits for them. */
export function createWitnesses({ db, clock, log, files, policy, signal, ask = post }: Deps) {
  /** A partial tile may have been written wider, or full, since: its beginning is the same. */
  const readTile: ReadTile = async (level, index, width) => {
    const bytes = (await files.read(tilePath(level, index, width))) ?? (await files.read(tilePath(level, index)));
    if (!bytes) throw new Error(`tile ${level}/${index} is not there`);
    return bytes.subarray(0, Math.min(width, tileWidth) * 32);
  };

  async function putTo({ url }: PolicyWitness, head: Head, oldSize: number): Promise<Answer> {
    const proof = await consistencyProof(oldSize, head.size, readTile);
    try {
      const { status, type, text } = await ask(`${url.replace(/\/+$/, '')}/add-checkpoint`, formatAddCheckpoint({ oldSize, proof, checkpoint: head.note }), signal);
      if (status === 200) return { kind: 'signed', lines: text };
      const size = /^(\d{1,15})\n?$/.exec(text)?.[1];
      if (status === 409 && type.startsWith('text/x.tlog.size') && size !== undefined) return { kind: 'size', size: Number(size) };
      return { kind: 'failed', code: `HTTP_${status}` };
    } catch {
      return { kind: 'failed', code: 'NO_ANSWER' };
    }
  }

  /** Once more when the witness says another size than we remember, unless it is one that we never had. */
  async function showTo(witness: PolicyWitness, head: Head): Promise<Answer> {
    const known = readWitness(db, witness.name)?.size ?? 0;
    const first = await putTo(witness, head, Math.min(known, head.size));
    if (first.kind !== 'size' || first.size > head.size) return first;
    return putTo(witness, head, first.size);
  }

  /** What is wrong with a witness is said once, until it is something else. */
  function settle(witness: PolicyWitness, head: Head, answer: Answer, isSigned: boolean): void {
    const code = answer.kind === 'failed' ? answer.code : answer.kind === 'size' ? 'SIZE_AHEAD' : 'SIGNATURE_INVALID';
    if (!isSigned && readWitness(db, witness.name)?.failure !== code) log.warn({ witness: witness.name, code }, 'archive.witness-failed');
    db.write((tx) => {
      if (isSigned) return markCosigned(tx, witness.name, head.size, clock.now());
      if (answer.kind === 'size') setKnownSize(tx, witness.name, answer.size);
      markFailing(tx, witness.name, code, clock.now());
    });
  }

  return {
    /** `note` with the signatures of whoever signed; `ahead`: the sizes of those that know more of this log than we do; `answered`: somebody said anything at all. */
    async show(head: Head): Promise<{ note: string; ahead: readonly number[]; answered: boolean }> {
      const answers = await Promise.all((policy()?.witnesses ?? []).map(async (witness) => ({ witness, answer: await showTo(witness, head) })));
      let note = head.note;
      for (const { witness, answer } of answers) {
        const signed = answer.kind === 'signed' ? addCosignatures(note, answer.lines, [witness.vkey]) : { note, by: [] };
        note = signed.note;
        settle(witness, head, answer, signed.by.length > 0);
      }
      return {
        note,
        ahead: answers.flatMap(({ answer }) => (answer.kind === 'size' && answer.size > head.size ? [answer.size] : [])),
        answered: answers.some(({ answer }) => answer.kind !== 'failed' || /^HTTP_4/.test(answer.code)),
      };
    },
    /** Those that have not signed for longer than anybody should wait. */
    away: (): string[] => (policy()?.witnesses ?? []).map(({ name }) => name).filter((name) => clock.now() - (readWitness(db, name)?.failingSince ?? clock.now()) >= witnessPatienceMs),
  };
}
