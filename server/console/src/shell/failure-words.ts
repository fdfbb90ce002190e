import { useUiText } from '@holdfast/ui';
import type { ApiFailure, FailureCode } from '../api/index.ts';

const known: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'UNREACHABLE', 'INTERNAL', 'BAD_REQUEST', 'FORBIDDEN', 'NOT_FOUND', 'CONFLICT', 'CHANGED_MEANWHILE', 'TOO_MANY_REQUESTS', 'HOMESERVER_UNAVAILABLE', 'BRIDGE_UNAVAILABLE', 'REAUTHENTICATION_REQUIRED', 'PAYLOAD_TOO_LARGE', 'REASON_REQUIRED',
]);

/**
 * A refusal in the person's language. A feature has words for codes of its own under `<feature>.failure.<CODE>` and names that
 * place; the rest is said alike everywhere.
 */
export function useFailureWords(place?: string): (failure: ApiFailure | null) => string | undefined {
  const { t } = useUiText();
  return (failure) => {
    if (!failure) return undefined;
    if (place !== undefined) {
      const key = `${place}.${failure.code}`;
      const said = t(key);
      if (said !== key) return said; // a missing key answers itself
    }
    const key = known.has(failure.code) ? failure.code : 'other';
    return t(`failure.${key}`, { code: failure.code, detail: failure.field ?? failure.message, request: failure.requestId ?? '?', seconds: failure.retryAfterSeconds ?? 60 });
  };
}
