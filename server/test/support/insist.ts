import { HttpFailure } from './json-http.ts';
import { until } from './until.ts';

/** Does what the homeserver only found too frequent again, as a client app does; any other refusal is one. */
export async function insist<T>(act: () => Promise<T>): Promise<T> {
  const done = await until('the homeserver lets it through', async () => {
    try {
      return { answer: await act() };
    } catch (failure) {
      if (failure instanceof HttpFailure && failure.status === 429) return undefined;
      return { failure };
    }
  }, { timeoutMs: 60_000 });
  if ('failure' in done) throw done.failure;
  return done.answer;
}
