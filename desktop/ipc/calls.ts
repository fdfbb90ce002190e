import { boxCalls } from './box.ts';
import { conversationCalls } from './conversations.ts';
import { searchCalls } from './search.ts';
import { sendingCalls } from './sending.ts';
import { sessionCalls } from './session.ts';
import { settingsCalls } from './settings.ts';
import { syncCalls } from './sync.ts';
import { timelineCalls } from './timeline.ts';
import type { InputOf, OutputOf } from './define.ts';
import type { Push } from './pushes.ts';

/** Everything the screen may ask of main. What is not here cannot be called. */
export const calls = {
  ...sessionCalls, ...settingsCalls, ...conversationCalls, ...timelineCalls, ...syncCalls, ...sendingCalls, ...boxCalls, ...searchCalls,
} as const;
export type CallName = keyof typeof calls;
export const callNames = Object.keys(calls) as CallName[];
export type Input<Name extends CallName> = InputOf<(typeof calls)[Name]>;
export type Output<Name extends CallName> = OutputOf<(typeof calls)[Name]>;

/** How main answers: one function a call. */
export type CallHandlers = { readonly [Name in CallName]: (input: Input<Name>) => Promise<Output<Name>> };

/** What the screen holds: the same calls, and the news. Rejects with BoxApiError. */
export type BoxApi = CallHandlers & {
  /** Returns its own unsubscribe. */
  subscribe(listener: (push: Push) => void): () => void;
};
