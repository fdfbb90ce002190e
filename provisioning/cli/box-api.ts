import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { ErrorBody, OpenedSession, type OpenSession } from '@holdfast/contract';
import { Value } from 'typebox/value';
import type { Static, TSchema } from 'typebox';
import type { Box } from '../apply/open-box.ts';
import { OperatorError } from '../apply/operator-error.ts';
import { makePrivateDirectory, readIfThere, writePrivateFile } from '../apply/private-files.ts';
import { administratorPassword } from '../apply/start-box.ts';

/** A refusal of the control plane, with its code from the closed table of the contract. */
export class BoxApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly field: string | undefined;
  constructor(status: number, { code, message, field }: Pick<ErrorBody, 'code' | 'message' | 'field'>) {
    super(`${message} (${code}${field ? `, field ${field}` : ''})`);
    this.name = 'BoxApiError';
    this.code = code;
    this.field = field;
    this.status = status;
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Call<Reply extends TSchema> = { body?: unknown; query?: Readonly<Record<string, string | number | boolean | undefined>>; reply?: Reply; signal?: AbortSignal };
export type BoxApi = ReturnType<typeof createBoxApi>;

/** Who a command acts as, and how it signs in when no session is kept. */
export type Identity = { readonly name: string; readonly signIn: () => OpenSession };

const administratorOf = (box: Box): Identity => {
  const { name } = box.config.administrator;
  return { name, signIn: () => ({ method: 'password', name, password: administratorPassword(box) }) };
};

/** Where a person's session is kept between commands. */
export const sessionFileOf = (box: Box, name: string): string =>
  join(box.layout.run, name === box.config.administrator.name ? 'session' : `session-${name.replace(/[^a-z0-9._-]/gi, '_')}`);

/**
 * The API of a running box, for commands. Signs in once, keeps the session's token in the run directory (mode 0600) and
 * signs in again when the box no longer accepts it. Retries nothing else: a command must not do an act twice.
 */
export function createBoxApi(box: Box, { name, signIn }: Identity = administratorOf(box)) {
  const base = `http://127.0.0.1:${box.config.ports.api}`;
  const sessionFile = sessionFileOf(box, name);

  async function send(method: Method, path: string, token: string | undefined, { body, query, signal }: Call<TSchema>): Promise<Response> {
    const url = new URL(path, base);
    for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) url.searchParams.set(name, String(value));
    try {
      return await fetch(url, {
        method,
        headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new OperatorError(`the control plane does not answer on ${base}`, 'Is the box up? `holdfast status` tells; `holdfast up` starts it.');
    }
  }

  async function openSession(): Promise<string> {
    const response = await send('POST', '/api/v1/sessions', undefined, { body: { ...signIn(), label: 'holdfast command' } });
    if (!response.ok) throw await refusal(response);
    const { token } = parse(OpenedSession, await response.json());
    makePrivateDirectory(box.layout.run);
    writePrivateFile(sessionFile, `${token}\n`);
    return token;
  }

  async function authorized(method: Method, path: string, call: Call<TSchema>): Promise<Response> {
    const stored = readIfThere(sessionFile)?.trim();
    const first = await send(method, path, stored ?? (await openSession()), call);
    // Only a session that ended carries this header; other 401s (a wrong present password) are the act's own refusal.
    if (!first.headers.has('www-authenticate') || stored === undefined) return first;
    rmSync(sessionFile, { force: true });
    return send(method, path, await openSession(), call);
  }

  return {
    base,
    /** Forgets a kept session and opens another, to prove that the credentials are good. */
    async signInAnew(): Promise<void> {
      rmSync(sessionFile, { force: true });
      await openSession();
    },
    /** One call. With `reply`, the answer is checked against that schema of the contract; without, it is not looked at. */
    async call<Reply extends TSchema>(method: Method, path: string, call: Call<Reply> = {}): Promise<Static<Reply>> {
      const response = await authorized(method, path, call);
      if (!response.ok) throw await refusal(response);
      const text = await response.text();
      const value: unknown = text === '' ? undefined : JSON.parse(text);
      return (call.reply ? parse(call.reply, value) : value) as Static<Reply>;
    },
    /** A response to read piece by piece, for the live event stream. */
    async open(path: string, signal: AbortSignal): Promise<Response> {
      const response = await authorized('GET', path, { signal });
      if (!response.ok) throw await refusal(response);
      return response;
    },
  };
}

async function refusal(response: Response): Promise<BoxApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  if (Value.Check(ErrorBody, body)) return new BoxApiError(response.status, body);
  return new BoxApiError(response.status, { code: `HTTP_${response.status}`, message: 'the control plane refused without a reason' });
}

function parse<T extends TSchema>(schema: T, value: unknown): Static<T> {
  if (Value.Check(schema, value)) return value;
  const [first] = [...Value.Errors(schema, value)];
  throw new Error(`the control plane answered what its contract does not allow: ${first?.instancePath ?? ''} ${first?.message ?? ''}`);
}
