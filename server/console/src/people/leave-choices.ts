import type { GreetingId, LeaveDraft, Successors } from '@holdfast/contract';

export const leaveSteps = ['handsets', 'successors', 'preview', 'order'] as const;
export type LeaveStep = (typeof leaveSteps)[number];
/** What was chosen so far; the box keeps it as it is and does not look inside. */
export type LeaveChoices = {
  readonly step: LeaveStep;
  readonly successors: Successors;
  readonly greetingId: GreetingId | null;
  readonly reason: string;
  readonly runAt: string;
  /** The same order sent twice, from two browsers too, is one. */
  readonly idempotencyKey: string;
};

const empty = (idempotencyKey: string): LeaveChoices => ({ step: 'handsets', successors: { userIds: [], rules: ['language', 'team'] }, greetingId: null, reason: '', runAt: '', idempotencyKey });
const isStep = (step: unknown): step is LeaveStep => (leaveSteps as readonly unknown[]).includes(step);

/** Choices of an older console, or of nobody, begin anew where they cannot be read. `key` is kept while nobody kept another. */
export function choicesOf(draft: LeaveDraft | null, key: string = crypto.randomUUID()): LeaveChoices {
  const begun = empty(key);
  const kept = draft?.choices as Partial<LeaveChoices> | null | undefined;
  if (!kept || typeof kept !== 'object') return begun;
  const { successors, greetingId = null, reason, runAt, idempotencyKey, step } = kept;
  return {
    step: isStep(step) ? step : 'handsets',
    successors: { ...begun.successors, ...(typeof successors === 'object' ? successors : {}) },
    greetingId: typeof greetingId === 'string' ? greetingId : null,
    reason: typeof reason === 'string' ? reason : '',
    runAt: typeof runAt === 'string' ? runAt : '',
    idempotencyKey: typeof idempotencyKey === 'string' && idempotencyKey !== '' ? idempotencyKey : begun.idempotencyKey,
  };
}

/** Whether something was chosen about who takes over; nobody at all is a choice too. */
export const hasSuccessors = ({ userIds, otherwise }: Successors): boolean => userIds.length > 0 || otherwise === 'unassigned';

/** The step of the address, as far as the choices carry: nobody sees a preview of nothing. Without one in the address, where it was left. */
export function stepOf(asked: unknown, { step, successors }: LeaveChoices): LeaveStep {
  const wanted = isStep(asked) ? asked : step;
  return leaveSteps.indexOf(wanted) > 1 && !hasSuccessors(successors) ? 'successors' : wanted;
}
