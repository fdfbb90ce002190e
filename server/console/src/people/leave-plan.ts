import type { LeaveDraft } from '@holdfast/contract';
import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { failureOf, useConsoleApi, useLoaded, type ApiFailure, type Loaded } from '../api/index.ts';
import { choicesOf, type LeaveChoices } from './leave-choices.ts';

const [rest, again] = [300, 2_000];

export type LeavePlan = {
  /** `kept` null: nobody has begun. (An answer that is nothing would look like no answer yet, and take the page away when it is asked again.) */
  readonly draft: Loaded<{ readonly kept: LeaveDraft | null }>;
  readonly choices: Ref<LeaveChoices | null>;
  /** Why the last choice is not with the box yet. */
  readonly failure: ShallowRef<ApiFailure | null>;
  /** Somebody else changed the plan meanwhile; nothing is kept until the person says whose choices count. */
  readonly isConflict: ComputedRef<boolean>;
  change(changes: Partial<LeaveChoices>): void;
  /** Resolves when the box has every choice; rejects when it has not. */
  flush(): Promise<void>;
  takeTheirs(): Promise<void>;
  keepMine(): Promise<void>;
  discard(): Promise<void>;
};

/**
 * The choices of the wizard, kept by the box as they are made: a reload, a restart of either side or another administrator goes
 * on where it was. What the box could not keep is sent again until it can; it never overwrites what somebody else kept.
 */
export function useLeavePlan(path: string): LeavePlan {
  const api = useConsoleApi();
  const address = `${path}/leave-draft`;
  const choices = ref<LeaveChoices | null>(null);
  const failure = shallowRef<ApiFailure | null>(null);
  const isConflict = computed(() => failure.value?.code === 'CHANGED_MEANWHILE');
  let version = 0;
  let isDirty = false;
  let isOver = false;
  /** Grows whenever the box is given the choices: an answer that was asked for before that is older than what it has. */
  let given = 0;
  let soon: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  const draft = useLoaded<{ readonly kept: LeaveDraft | null }>(async (signal) => {
    let [kept, before] = [null as LeaveDraft | null, -1];
    while (before !== given) {
      before = given;
      kept = await read(signal);
      await running?.catch(() => undefined);
    }
    // What was chosen and is not kept yet stays; whether it may be kept is decided by its version.
    if (isDirty) return { kept };
    version = kept?.version ?? 0;
    choices.value = choicesOf(kept, choices.value?.idempotencyKey);
    return { kept };
  });
  async function read(signal?: AbortSignal): Promise<LeaveDraft | null> {
    try {
      return await api.get<LeaveDraft>(address, { signal });
    } catch (refusal) {
      if (failureOf(refusal).code === 'NOT_FOUND') return null;
      throw refusal;
    }
  }

  async function keep(): Promise<void> {
    while (isDirty && !isConflict.value) {
      isDirty = false;
      given += 1;
      try {
        version = (await api.put<LeaveDraft>(address, { body: { choices: choices.value, version } })).version;
        failure.value = null;
      } catch (refusal) {
        isDirty = true;
        failure.value = failureOf(refusal);
        if (!isConflict.value && !isOver) later(again);
        throw refusal;
      }
    }
  }
  function later(ms: number): void {
    clearTimeout(soon);
    soon = setTimeout(() => void flush().catch(() => undefined), ms); // why not stands on the page
  }
  async function flush(): Promise<void> {
    clearTimeout(soon);
    await running?.catch(() => undefined);
    if (isConflict.value) throw failure.value!;
    running = keep();
    return running;
  }
  onScopeDispose(() => {
    isOver = true;
    clearTimeout(soon);
    if (isDirty && !isConflict.value) void keep().catch(() => undefined); // whoever leaves at once has chosen all the same
  });

  return {
    draft,
    choices,
    failure,
    isConflict,
    change(changes) {
      if (choices.value === null) return;
      choices.value = { ...choices.value, ...changes };
      isDirty = true;
      if (!isConflict.value) later(rest);
    },
    flush,
    async takeTheirs() {
      isDirty = false;
      failure.value = null;
      await draft.reload();
    },
    async keepMine() {
      version = (await read())?.version ?? 0;
      failure.value = null;
      await flush();
    },
    async discard() {
      clearTimeout(soon);
      isDirty = false;
      await api.remove(address);
    },
  };
}
