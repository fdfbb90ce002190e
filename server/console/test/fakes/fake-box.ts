/** What a handler sees of a call: the parts of the path that a pattern names, the query, the body. */
export type FakeCall = { readonly params: Readonly<Record<string, string>>; readonly query: URLSearchParams; readonly body: never };
/** `POST /people/:personId/lock` and the like, below /api/v1. Answers become 200 (204 for null); a FakeRefusal its status. */
export type FakeHandlers = Readonly<Record<string, (call: FakeCall) => unknown>>;

export class FakeRefusal extends Error {
  readonly status: number;
  readonly body: { readonly code: string; readonly field?: string };
  constructor(status: number, code: string, field?: string) {
    super(code);
    this.status = status;
    this.body = { code, ...(field === undefined ? {} : { field }) };
  }
}
/** Text of a kind of its own, as a file. */
export class FakeFile {
  readonly text: string;
  readonly name: string;
  constructor(text: string, name: string) {
    this.text = text;
    this.name = name;
  }
}

export type FakeBox = {
  readonly send: typeof fetch;
  /** Every call in order: `GET /people?limit=10`. */
  readonly calls: string[];
  /** While set, nothing answers: the box is away. */
  isAway: boolean;
  /** Answers wait this long, for looking at what is drawn meanwhile. */
  delayMs: number;
};

/** The box as fetch sees it, made of handlers that keep state. What no handler knows is answered NOT_FOUND and written to the console. */
export function createFakeBox(handlers: FakeHandlers): FakeBox {
  const routes = Object.entries(handlers).map(([route, answer]) => {
    const [method = '', pattern = ''] = route.split(' ');
    const names = [...pattern.matchAll(/:(\w+)/g)].map((match) => match[1]!);
    return { method, names, expression: new RegExp(`^${pattern.replace(/:\w+/g, '([^/]+)')}$`), answer };
  });
  const box: FakeBox = {
    calls: [],
    isAway: false,
    delayMs: 0,
    async send(input, init = {}) {
      const address = new URL(input instanceof Request ? input.url : input.toString(), 'http://box.test');
      const path = address.pathname.replace(/^\/api\/v1/, '');
      const method = init.method ?? 'GET';
      box.calls.push(`${method} ${path}${address.search}`);
      if (box.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, box.delayMs));
      if (box.isAway) throw new TypeError('the box is away');
      for (const { method: its, names, expression, answer } of routes) {
        const match = its === method ? expression.exec(path) : null;
        if (!match) continue;
        const params = Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1]!)]));
        try {
          const body = typeof init.body === 'string' ? (JSON.parse(init.body) as never) : (init.body as never);
          return answered(await answer({ params, query: address.searchParams, body }));
        } catch (refusal) {
          if (refusal instanceof FakeRefusal) return json(refusal.status, refusal.body);
          throw refusal;
        }
      }
      console.warn(`fake box: nobody answers ${method} ${path}`);
      return json(404, { code: 'NOT_FOUND' });
    },
  };
  return box;
}

function answered(value: unknown): Response {
  if (value instanceof FakeFile) return new Response(value.text, { status: 200, headers: { 'content-type': 'text/csv', 'content-disposition': `attachment; filename="${value.name}"` } });
  return value === null || value === undefined ? new Response(null, { status: 204 }) : json(200, value);
}
const json = (status: number, value: unknown): Response => new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } });
