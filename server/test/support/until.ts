/** Waits for a condition instead of for time: asks again until it holds, and says what was seen last when it never does. */
export async function until<T>(what: string, look: () => Promise<T | undefined | false> | T | undefined | false, { timeoutMs = 30_000, everyMs = 50 } = {}): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let failure: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
      failure = undefined;
    } catch (caught) {
      failure = caught;
    }
    if (Date.now() > deadline) throw new Error(`never came true within ${timeoutMs} ms: ${what}${failure instanceof Error ? ` (${failure.message})` : ''}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
