import { HttpFailure, requestJson, type Json } from './json-http.ts';
import { until } from './until.ts';

export type PhoneEntry = {
  readonly seq: number;
  readonly kind: string;
  readonly chat: string;
  readonly from: string;
  readonly own: boolean;
  readonly origin: 'phone' | 'bridge';
  readonly message?: string;
  readonly content?: {
    kind: string;
    text?: string;
    html?: string;
    media?: { sha256: string; size: number; mime_type?: string; file_name?: string };
    location?: { latitude: number; longitude: number; name?: string };
    poll?: { question: string; options: { id: string; text: string }[]; max_choices: number };
  };
  readonly reply_to?: string;
  readonly emoji?: string;
  readonly options?: string[];
  readonly typing?: boolean;
  readonly timer_ms?: number;
};

/** The loopback network as its people see it: everything a phone shows is read from here and asserted on. */
export function createLoopback(bridgeUrl: string, provisioningSecret: string, serverName: string) {
  // bridgev2 lets nobody into its provisioning router without a user of the box; which one does not matter here.
  const user = encodeURIComponent(`@acct_loopback_phones:${serverName}`);
  const base = `${bridgeUrl}/_matrix/provision/v3/loopback`;
  const callOnce = <T>(method: string, path: string, body?: unknown): Promise<T> =>
    requestJson<T>(method, `${base}${path}${path.includes('?') ? '&' : '?'}user_id=${user}`, { token: provisioningSecret, timeoutMs: 70_000, ...(body === undefined ? {} : { body }) });
  /** The bridge listens a little before its network is there; until then it says so, and nothing was done. */
  const call = async <T = Json>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await until('the bridge has started', async () => {
      try {
        return { body: await callOnce<T>(method, path, body) };
      } catch (failure) {
        if (failure instanceof HttpFailure && failure.status === 503) return undefined;
        return { failure };
      }
    });
    if ('failure' in answer) throw answer.failure;
    return answer.body;
  };

  return {
    call,
    async phone(number: string, options: Json = {}) {
      await call('POST', `/phones/${number}`, options);
      return createPhone(number, call);
    },
    state: (login: string, state: string) => call('POST', `/logins/${login}/state`, { state }),
    fault: (fault: Json) => call('POST', '/faults', fault),
    clearFaults: () => call('DELETE', '/faults'),
    scan: (code: string, number: string) => call('POST', '/qr/scan', { code, number }),
  };
}
export type Loopback = ReturnType<typeof createLoopback>;
export type Phone = ReturnType<typeof createPhone>;

function createPhone(number: string, call: <T = Json>(method: string, path: string, body?: unknown) => Promise<T>) {
  async function entries(): Promise<PhoneEntry[]> {
    const found: PhoneEntry[] = [];
    for (let after = 0; ; ) {
      const page = await call<{ entries: PhoneEntry[]; next: number }>('GET', `/phones/${number}/log?after=${after}&limit=1000`);
      found.push(...page.entries);
      if (page.entries.length < 1000) return found;
      after = page.next;
    }
  }
  const received = async (): Promise<PhoneEntry[]> => (await entries()).filter((entry) => !entry.own);
  const texts = async (): Promise<string[]> =>
    (await received()).filter((entry) => entry.kind === 'message').map((entry) => entry.content?.text ?? `[${entry.content?.kind}]`);

  return {
    number,
    write: async (to: string, text: string, extra: Json = {}): Promise<string> =>
      (await call<{ id: string }>('POST', `/phones/${number}/messages`, { to, text, ...extra })).id,
    send: async (body: Json): Promise<string> => (await call<{ id: string }>('POST', `/phones/${number}/messages`, body)).id,
    edit: (id: string, text: string) => call('PATCH', `/phones/${number}/messages/${id}`, { text }),
    remove: (id: string) => call('DELETE', `/phones/${number}/messages/${id}`),
    react: (message: string, emoji: string) => call('POST', `/phones/${number}/reactions`, { message, emoji }),
    vote: (poll: string, options: string[]) => call('POST', `/phones/${number}/votes`, { poll, options }),
    typing: (to: string, typing: boolean) => call('POST', `/phones/${number}/typing`, { to, typing }),
    read: (to: string, message: string) => call('POST', `/phones/${number}/receipts`, { to, message, kind: 'read' }),
    call: (to: string, outcome: string) => call('POST', `/phones/${number}/calls`, { to, outcome }),
    timer: (to: string, timerMs: number) => call('POST', `/phones/${number}/timer`, { to, timer_ms: timerMs }),
    deleteChat: (to: string) => call('DELETE', `/phones/${number}/chats/${to}`),
    code: async (): Promise<string> => (await call<{ code: string }>('GET', `/codes/${number}`)).code,
    screen: (peer: string) => call<{ chats: { messages: Json[] }[] }>('GET', `/phones/${number}/screen?with=${peer}`),
    entries,
    received,
    texts,
    /** Waits until the phone has been sent this text; returns all it was sent so far. */
    heard: (text: string, timeoutMs = 30_000): Promise<string[]> =>
      until(`${number} hears "${text.slice(0, 40)}"`, async () => {
        const all = await texts();
        return all.includes(text) ? all : undefined;
      }, { timeoutMs }),
    saw: (what: string, matches: (entry: PhoneEntry) => boolean): Promise<PhoneEntry> =>
      until(`${number} sees ${what}`, async () => (await received()).find(matches)),
  };
}
