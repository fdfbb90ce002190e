/** A JSON request that fails loudly: tests say which status they expect by not expecting any other. */
export class HttpFailure extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;
  constructor(status: number, body: Record<string, unknown>, what: string) {
    super(`${what}: ${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }
  /** Our own code, or Matrix's errcode. */
  get code(): string {
    return String(this.body['code'] ?? this.body['errcode']);
  }
}

export type Json = Record<string, unknown>;

export async function requestJson<T = Json>(method: string, url: string, { token, body, timeoutMs = 30_000 }: { token?: string; body?: unknown; timeoutMs?: number } = {}): Promise<T> {
  const reply = await fetch(url, {
    method,
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await reply.text();
  const parsed = (text === '' ? {} : JSON.parse(text)) as Json;
  if (!reply.ok) throw new HttpFailure(reply.status, parsed, `${method} ${new URL(url).pathname}`);
  return parsed as T;
}
