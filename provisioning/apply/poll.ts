import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again, with short pauses, until the answer is yes. Throws when time is up or `giveUp` says why it never will be. */
export async function pollUntil(isDone: () => Promise<boolean>, timeoutMs: number, what: string, giveUp: () => Promise<string | undefined> = async () => undefined): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (let attempt = 0; ; attempt++) {
    if (await isDone()) return;
    // Asking whether it is hopeless costs more than asking whether it is done, so it is asked rarely.
    const hopeless = attempt % 8 === 7 ? await giveUp() : undefined;
    if (hopeless !== undefined) throw new Error(`waited for ${what}, but ${hopeless}`);
    if (Date.now() > deadline) throw new Error(`waited ${Math.round(timeoutMs / 1000)} s for ${what}, in vain`);
    await pause(Math.min(50 + attempt * 25, 500));
  }
}

/** Whether an address answers 200 within two seconds. */
export async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000), redirect: 'error' });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
