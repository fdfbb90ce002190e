import type { Static, TSchema } from 'typebox';

/** One call: what goes in and what comes out. Both are checked at run time on both sides of the wire. */
export type CallSchema = { readonly input: TSchema; readonly output: TSchema };

/** Gives a table of calls its exact type. */
export const defineCalls = <Calls extends Record<string, CallSchema>>(calls: Calls): Calls => calls;

/** What main answers. A refusal is a value: an exception would lose its code on the way through Electron. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: string; readonly message: string; readonly field?: string };

export type InputOf<Call extends CallSchema> = Static<Call['input']>;
export type OutputOf<Call extends CallSchema> = Static<Call['output']>;
