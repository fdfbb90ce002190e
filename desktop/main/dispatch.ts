import { randomUUID } from 'node:crypto';
import { Value } from 'typebox/value';
import { calls, type CallHandlers, type CallName, type Reply } from '../ipc/index.ts';
import { AppRefusal } from './app-refusal.ts';
import type { AppLog } from './app-log.ts';

export type Dispatch = (name: string, input: unknown) => Promise<Reply<unknown>>;

/** The store's own word for a room or message that has not come yet, or is gone again. */
const isMissing = (failure: unknown): boolean => failure instanceof Error && (failure as { code?: unknown }).code === 'NOT_FOUND';

/**
 * The one door between the screen and the services, the same under every host: unknown names, inputs that do not fit and
 * answers that do not fit are refused here. What is no refusal is a bug, told as INTERNAL: where it happened is logged under
 * an id. Its own words are not, because parsers quote what they stumbled over, and that may be what a client wrote.
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
      if (Value.Check(call.output, output)) return { ok: true, value: output };
      return bug({ call: name, misshapenAt: Value.Errors(call.output, output)[0]?.instancePath || '/' });
    } catch (failure) {
      if (failure instanceof AppRefusal) return { ok: false, code: failure.code, message: failure.message, ...(failure.field === undefined ? {} : { field: failure.field }) };
      if (isMissing(failure)) return { ok: false, code: 'NOT_FOUND', message: `${name}: it is not in the store` };
      return bug({ call: name, ...(failure instanceof Error ? { failure: failure.name, code: codeOf(failure), frames: framesOf(failure) } : {}) });
    }
  };

  function bug(fields: Readonly<Record<string, unknown>>): Reply<never> {
    const id = randomUUID();
    log.error({ id, ...fields }, 'call.failed');
    return { ok: false, code: 'INTERNAL', message: `something went wrong; the log has it under ${id}` };
  }
}

const codeOf = (failure: Error): string | undefined => ('code' in failure && typeof failure.code === 'string' ? failure.code : undefined);

/** Where it happened, without the message that stands above the frames and may have lines of its own. */
function framesOf({ stack = '', message }: Error): string[] {
  const after = stack.includes(message) ? stack.slice(stack.indexOf(message) + message.length) : '';
  return after.split('\n').map((line) => line.trim()).filter((line) => line.startsWith('at '));
}
