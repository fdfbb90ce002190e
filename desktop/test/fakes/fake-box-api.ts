import { BoxApiError } from '../../ipc/index.ts';
import type { BoxApi, CallHandlers, CallName, Push } from '../../ipc/index.ts';
import { boxCalls } from './fake-box-calls.ts';
import { conversationCalls } from './fake-conversations.ts';
import { sendingCalls, type SendingControls } from './fake-sending.ts';
import { sessionCalls } from './fake-session.ts';
import { emptyState, type FakeState } from './fake-state.ts';

export type FakeBoxApi = BoxApi & {
  /** Everything it holds; change it, then `push` what main would have told. */
  readonly state: FakeState;
  readonly push: (push: Push) => void;
  readonly control: SendingControls & {
    /** From now on the call fails with this code; null mends it. */
    fail(name: CallName, code: string | null): void;
    /** Inputs a call was made with. */
    inputsOf(name: CallName): unknown[];
  };
};

/**
 * A BoxApi in memory that behaves as main and the store do: it keeps what it is told, refuses what they refuse, and pushes
 * what they push. For component and screen tests; never part of the app.
 */
export function createFakeBoxApi({ prepare, now = () => Date.now() }: { prepare?: (state: FakeState) => void; now?: () => number } = {}): FakeBoxApi {
  const listeners = new Set<(push: Push) => void>();
  const push = (news: Push): void => {
    for (const listener of [...listeners]) listener(news);
  };
  const state = emptyState(push, now);
  prepare?.(state);
  const { append, settle, ...sending } = sendingCalls(state);
  const handlers: CallHandlers = { ...sessionCalls(state), ...conversationCalls(state), ...sending, ...boxCalls(state) };
  const api = Object.fromEntries(
    Object.entries(handlers).map(([name, answer]) => [name, async (input: never): Promise<unknown> => {
      state.calls.push({ name: name as CallName, input });
      const code = state.failing.get(name as CallName);
      if (code !== undefined) throw new BoxApiError(code, code);
      return (answer as (input: never) => Promise<unknown>)(input);
    }]),
  ) as unknown as CallHandlers;
  return {
    ...api,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    state,
    push,
    control: {
      append,
      settle,
      fail: (name, code) => void (code === null ? state.failing.delete(name) : state.failing.set(name, code)),
      inputsOf: (name) => state.calls.filter((call) => call.name === name).map(({ input }) => input),
    },
  };
}
