import type { BridgeId, LoginId, RoomId, UserId } from '@holdfast/contract';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { AppError, type Secret } from '../kernel/index.ts';
import { createJsonClient, NetworkFailure, type JsonClient, type JsonReply, type JsonRequest } from '../net/index.ts';
import { ContactReply, ContactsReply, ErrorReply, FlowsReply, LoginsReply, LoginStep, ProcessReply, WhoamiReply } from './provisioning-replies.ts';

export { LoginStep } from './provisioning-replies.ts';
export type BridgeLoginFlow = { readonly id: string; readonly name: string; readonly description: string };
/** A login process at the bridge and the step it is at. */
export type LoginProcess = { readonly processId: string; readonly step: LoginStep };
/** One login of a service user, with the state the bridge last knew. */
export type BridgeLogin = {
  readonly loginId: LoginId;
  readonly phone: string | null;
  readonly stateEvent: string;
  readonly stateAt: number | null;
  readonly error: string | null;
  readonly reason: string | null;
};
export type BridgeContact = { readonly id: string; readonly name: string | null; readonly ghost: UserId | null; readonly roomId: RoomId | null };

/** The bridge, or the network behind it, understood and refused; `errcode` is its own word. */
export class BridgeRefusal extends AppError {
  readonly errcode: string;
  readonly httpStatus: number;
  constructor(httpStatus: number, errcode: string, cause?: unknown) {
    // The bridge's sentence may hold a number or a name: it stays out of message, log and record.
    super('NETWORK_REFUSED', `the bridge refused with ${errcode}`, { cause });
    this.errcode = errcode;
    this.httpStatus = httpStatus;
  }
}

/**
 * The provisioning API of one bridge, called for a service user. Every call may be aborted and has a time limit; an
 * abandoned `submit` goes on inside the bridge and may be asked for again with the same step (same `txn_id`), which is
 * how a long poll survives a restart of the box.
 * Throws BRIDGE_UNAVAILABLE (no answer, or not one of bridgev2), PROVISIONING_UNSUPPORTED (the network cannot do it),
 * BridgeRefusal (everything else it said).
 */
export interface Provisioning {
  readonly bridgeId: BridgeId;
  flows(user: UserId): Promise<BridgeLoginFlow[]>;
  /** Begins a login. With `loginId` it signs that login in again; if another one comes out, the bridge deletes the old. */
  start(user: UserId, flowId: string, options?: { loginId?: LoginId | undefined; signal?: AbortSignal }): Promise<LoginProcess>;
  /** Answers a step, or waits for it when it is of the kind that waits. */
  submit(user: UserId, process: LoginProcess, answer: unknown, options?: { signal?: AbortSignal; timeoutMs?: number }): Promise<LoginProcess>;
  cancel(user: UserId, processId: string): Promise<void>;
  /** Ends a login at the network and deletes it from the bridge; done already is fine. */
  logout(user: UserId, loginId: LoginId): Promise<void>;
  logins(user: UserId): Promise<LoginId[]>;
  whoami(user: UserId): Promise<BridgeLogin[]>;
  contacts(user: UserId, loginId: LoginId): Promise<BridgeContact[]>;
  resolve(user: UserId, loginId: LoginId, identifier: string): Promise<BridgeContact>;
  createDm(user: UserId, loginId: LoginId, identifier: string): Promise<BridgeContact & { readonly roomId: RoomId }>;
  close(): Promise<void>;
}

const enc = encodeURIComponent;
const quickMs = 15_000;
const networkMs = 45_000; // the bridge asks the messenger's servers
const longPollMs = 60_000;

export function createProvisioning({ bridgeId, url, secret }: { bridgeId: BridgeId; url: string; secret: Secret }): Provisioning {
  const http: JsonClient = createJsonClient(url);

  async function call<S extends TSchema>(user: UserId, reply: S, request: JsonRequest): Promise<Static<S>> {
    const full: JsonRequest = {
      timeoutMs: quickMs,
      ...request,
      path: `/_matrix/provision/v3${request.path}`,
      query: { user_id: user, ...request.query },
      token: secret.reveal(),
    };
    let answer: JsonReply;
    try {
      answer = await http.request(full);
    } catch (cause) {
      if (cause instanceof NetworkFailure) throw unavailable('does not answer', cause);
      throw cause;
    }
    if (answer.status >= 300) throw refusalOf(answer);
    if (!Value.Check(reply, answer.body)) throw unavailable('gave an answer that is not of provisioning v3');
    return answer.body;
  }

  function unavailable(what: string, cause?: unknown): AppError {
    return new AppError('BRIDGE_UNAVAILABLE', `bridge ${bridgeId} ${what}`, { cause });
  }

  function refusalOf({ status, body }: JsonReply): AppError {
    if (!Value.Check(ErrorReply, body)) return unavailable(`answered HTTP ${status} without a reason`);
    if (status === 401 || body.errcode === 'M_UNKNOWN_TOKEN') return unavailable('does not accept our provisioning secret');
    if (body.errcode === 'M_UNRECOGNIZED') return new AppError('PROVISIONING_UNSUPPORTED', `bridge ${bridgeId} cannot do this`);
    return new BridgeRefusal(status, body.errcode);
  }

  async function process(user: UserId, request: JsonRequest): Promise<LoginProcess> {
    const body = await call(user, ProcessReply, request);
    if (!Value.Check(LoginStep, body)) throw unavailable('gave a login step this box does not know');
    const { login_id: processId, ...step } = body;
    return { processId, step: step };
  }

  return {
    bridgeId,
    async flows(user) {
      const { flows } = await call(user, FlowsReply, { method: 'GET', path: '/login/flows' });
      return (flows ?? []).map(({ id, name, description }) => ({ id, name, description: description ?? '' }));
    },
    start: (user, flowId, { loginId, signal } = {}) =>
      process(user, { method: 'POST', path: `/login/start/${enc(flowId)}`, query: { login_id: loginId }, timeoutMs: networkMs, ...(signal ? { signal } : {}) }),
    submit: (user, { processId, step }, answer, { signal, timeoutMs = longPollMs } = {}) =>
      process(user, {
        method: 'POST',
        path: `/login/step/${enc(processId)}/${enc(step.step_id)}/${step.type}`,
        query: { txn_id: step.txn_id },
        body: answer ?? {},
        timeoutMs,
        ...(signal ? { signal } : {}),
      }),
    async cancel(user, processId) {
      await unlessGone(call(user, anything, { method: 'POST', path: `/login/cancel/${enc(processId)}` }));
    },
    async logout(user, loginId) {
      await unlessGone(call(user, anything, { method: 'POST', path: `/logout/${enc(loginId)}`, timeoutMs: networkMs }));
    },
    async logins(user) {
      return ((await call(user, LoginsReply, { method: 'GET', path: '/logins' })).login_ids ?? []) as LoginId[];
    },
    async whoami(user) {
      const { logins } = await call(user, WhoamiReply, { method: 'GET', path: '/whoami' });
      return (logins ?? []).map(({ id, profile, state }) => ({
        loginId: id as LoginId,
        phone: profile?.phone || null,
        stateEvent: state.state_event,
        stateAt: state.timestamp ? state.timestamp * 1000 : null,
        error: state.error || null,
        reason: state.reason || null,
      }));
    },
    async contacts(user, loginId) {
      const { contacts } = await call(user, ContactsReply, { method: 'GET', path: '/contacts', query: { login_id: loginId }, timeoutMs: networkMs });
      return (contacts ?? []).map(contactOf);
    },
    async resolve(user, loginId, identifier) {
      const path = `/resolve_identifier/${enc(identifier)}`;
      return contactOf(await call(user, ContactReply, { method: 'GET', path, query: { login_id: loginId }, timeoutMs: networkMs }));
    },
    async createDm(user, loginId, identifier) {
      const path = `/create_dm/${enc(identifier)}`;
      const contact = contactOf(await call(user, ContactReply, { method: 'POST', path, query: { login_id: loginId }, body: {}, timeoutMs: networkMs }));
      if (contact.roomId === null) throw unavailable('started a conversation without a room');
      return { ...contact, roomId: contact.roomId };
    },
    close: () => http.close(),
  };
}

const anything: TSchema = {};

function contactOf({ id, name, mxid, dm_room_mxid: room }: Static<typeof ContactReply>): BridgeContact {
  return { id, name: name || null, ghost: (mxid || null) as UserId | null, roomId: (room || null) as RoomId | null };
}

/** What should not be there and is not there needs no ending. */
async function unlessGone(ending: Promise<unknown>): Promise<void> {
  try {
    await ending;
  } catch (failure) {
    if (failure instanceof BridgeRefusal && (failure.errcode === 'M_NOT_FOUND' || failure.httpStatus === 410)) return;
    throw failure;
  }
}
