import { Liveness } from '@holdfast/contract';
import { Value } from 'typebox/value';
import { AppRefusal } from '../app-refusal.ts';
import type { Clock, Fetch } from '../ports.ts';
import { readAddress } from './addresses.ts';

export type FoundBox = { readonly address: string; readonly homeserver: string; readonly serverName: string; readonly name: string | null };

const patienceMs = 10_000;
const mostSkewMs = 5 * 60_000;

/** Asks an address who it is. Every way of being wrong has its own code, because each is mended by somebody else. */
export async function discoverBox(fetch: Fetch, clock: Clock, text: string): Promise<FoundBox> {
  const { candidates, name } = readAddress(text);
  let failure: unknown;
  for (const address of candidates) {
    let response: Response;
    const askedAt = clock.now();
    try {
      response = await fetch(`${address}/health`, { signal: AbortSignal.timeout(patienceMs), redirect: 'error', headers: { accept: 'application/json' } });
    } catch (error) {
      failure = error;
      continue;
    }
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok || !Value.Check(Liveness, body)) throw new AppRefusal('NOT_A_BOX', 'something answers there, but it is no Holdfast box', { field: '/address' });
    const now = clock.now();
    if (Math.abs(body.at - (askedAt + now) / 2) > mostSkewMs + (now - askedAt)) throw new AppRefusal('CLOCK_SKEW', 'the clock of this computer and the box’s differ by more than five minutes');
    return { address, homeserver: body.homeserver, serverName: body.serverName, name };
  }
  if (isCertificateProblem(failure)) throw new AppRefusal('BOX_CERTIFICATE', 'the certificate of the box is not trusted', { field: '/address', cause: failure });
  throw new AppRefusal('BOX_UNREACHABLE', 'nothing answers at this address', { field: '/address', cause: failure });
}

/** Words of OpenSSL as Node passes them on, and Chromium's. */
const certificateWords = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|ERR_SSL|ERR_TLS|EPROTO/;
export function isCertificateProblem(failure: unknown): boolean {
  for (let at: unknown = failure; at instanceof Error; at = at.cause) {
    if (certificateWords.test(String((at as NodeJS.ErrnoException).code ?? '')) || certificateWords.test(at.message)) return true;
  }
  return false;
}
