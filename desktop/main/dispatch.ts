import { randomUUID } from 'node:crypto';
import { Value } from 'typebox/value';
import { calls, type CallHandlers, type CallName, type Reply } from '../ipc/index.ts';
import { AppRefusal } from './app-refusal.ts';
import type { AppLog } from './app-log.ts';

export type Dispatch = (name: string, input: unknown) => Promise<Reply<unknown>>;

/**
 * The one door between the screen and the services, the same under every host: unknown names, inputs that do not fit and
 * answers that do not fit are refused here. What is no refusal is a bug: logged whole under an id, told as INTERNAL.
 */
export function createDispatch(handlers: CallHandlers, log: AppLog): Dispatch {
  return async (name, input) => {
    if (!Object.hasOwn(calls, name)) return { ok: false, code: 'UNKNOWN_CALL', message: 'there is no such call' };
    const call = calls[name as CallName];
    if (!Value.Check(call.input, input)) {
      const field = Value.Errors(call.input, input)[0]?.instancePath ?? '';
      return { ok: false, code: 'BAD_INPUT', message: `${name}: the input does not fit at ${field || '/'}`, field };
    }
    try {
      const output = await (handlers[name as CallName] as (checked: unknown) => Promise<unknown>)(input);
      if (!Value.Check(call.output, output)) throw new Error(`${name} answered in another shape at ${Value.Errors(call.output, output)[0]?.instancePath ?? '/'}`);
      return { ok: true, value: output };
    } catch (failure) {
      if (failure instanceof AppRefusal) return { ok: false, code: failure.code, message: failure.message, ...(failure.field === undefined ? {} : { field: failure.field }) };
      const id = randomUUID();
      log.error({ id, call: name, stack: failure instanceof Error ? failure.stack : undefined }, 'call.failed');
      return { ok: false, code: 'INTERNAL', message: `something went wrong; the log has it under ${id}` };
    }
  };
}
