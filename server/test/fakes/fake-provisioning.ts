import type { BridgeId, LoginId, RoomId, UserId } from '@holdfast/contract';
import { BridgeRefusal, type BridgeContact, type BridgeLogin, type LoginProcess, type LoginStep, type Provisioning } from '../../src/bridge/index.ts';
import { AppError } from '../../src/kernel/index.ts';

type Process = {
  readonly id: string;
  readonly user: UserId;
  readonly override: LoginId | undefined;
  readonly steps: LoginStep[];
  previous: LoginStep | undefined;
  started: boolean;
  failure: AppError | undefined;
  readonly waiters: (() => void)[];
};
type Login = { user: UserId; phone: string | null; stateEvent: string; stateAt: number; error: string | null };

const gone = () => new BridgeRefusal(404, 'M_NOT_FOUND');
const down = () => new AppError('BRIDGE_UNAVAILABLE', 'the bridge does not answer');

/**
 * A bridge that signs in as bridgev2 does: one step at a time, each with its own transaction id; asking again with the same
 * step gives the same answer; any error ends the process; completing forgets it; pairing a number that somebody else has
 * ends theirs; another number under an override ends the overridden login. The test is the phone: `scan`, `showNextCode`.
 */
export type FakeProvisioning = ReturnType<typeof createFakeProvisioning>;
export function createFakeProvisioning(bridgeId: BridgeId, { now = Date.now }: { now?: () => number } = {}) {
  const processes = new Map<string, Process>();
  const logins = new Map<LoginId, Login>();
  const contacts: BridgeContact[] = [];
  const log: string[] = [];
  const unreachable = new Set<() => void>();
  let counter = 0;
  let isDown = false;
  let room: (identifier: string, loginId: LoginId) => BridgeContact | undefined = () => undefined;
  let profile: (loginId: LoginId) => string | null = () => null;

  const txn = () => `bls_${(counter += 1)}`;
  const qr = (): LoginStep => ({ type: 'display_and_wait', step_id: 'fake.qr', txn_id: txn(), instructions: 'Scan', display_and_wait: { type: 'qr', data: `QR-${counter}` } });
  const phone = (): LoginStep => ({
    type: 'user_input', step_id: 'fake.phone', txn_id: txn(), instructions: 'Enter the number',
    user_input: { fields: [{ type: 'phone_number', id: 'phone_number', name: 'Phone number', description: '' }], attachments: null },
  });
  const code = (): LoginStep => ({
    type: 'user_input', step_id: 'fake.code', txn_id: txn(), instructions: 'Enter the code',
    user_input: { fields: [{ type: '2fa_code', id: 'code', name: 'Code', description: '', pattern: '^\\d{6}$' }], attachments: null },
  });

  async function enter(call: string): Promise<void> {
    await Promise.resolve();
    if (isDown) throw down();
    log.push(call);
  }

  const stepOf = (process: Process): LoginStep => process.steps.at(-1) as LoginStep;

  function move(process: Process, next: LoginStep): void {
    process.previous = stepOf(process);
    process.steps.push(next);
    process.started = false;
    if (next.type === 'complete') processes.delete(process.id);
    for (const wake of process.waiters.splice(0)) wake();
  }

  function kill(process: Process, failure: AppError): void {
    process.failure = failure;
    processes.delete(process.id);
    for (const wake of process.waiters.splice(0)) wake();
  }

  function pair(process: Process, loginId: LoginId): void {
    logins.set(loginId, { user: process.user, phone: profile(loginId), stateEvent: 'CONNECTED', stateAt: now(), error: null });
    if (process.override !== undefined && process.override !== loginId) logins.delete(process.override);
    move(process, { type: 'complete', step_id: 'fake.complete', txn_id: txn(), instructions: 'Done', complete: { user_login_id: loginId } });
  }

  const only = (): Process => [...processes.values()].at(-1) ?? raise(new Error('nobody is signing in'));
  const view = (process: Process): LoginProcess => ({ processId: process.id, step: stepOf(process) });

  async function wait(process: Process, signal: AbortSignal | undefined): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const breakOff = () => reject(down());
      unreachable.add(breakOff);
      signal?.addEventListener('abort', breakOff, { once: true });
      process.waiters.push(() => {
        unreachable.delete(breakOff);
        resolve();
      });
    });
  }

  const provisioning: Provisioning = {
    bridgeId,
    async flows() {
      await enter('flows');
      return [{ id: 'qr', name: 'QR', description: 'Scan a code' }, { id: 'phone', name: 'Phone number', description: 'Enter a code' }];
    },
    async start(user, flowId, { loginId } = {}) {
      await enter(`start ${flowId}${loginId === undefined ? '' : ` over ${loginId}`}`);
      if (loginId !== undefined && logins.get(loginId)?.user !== user) throw gone();
      if (flowId !== 'qr' && flowId !== 'phone') throw new BridgeRefusal(400, 'M_UNKNOWN');
      const process: Process = {
        id: `proc-${(counter += 1)}`, user, override: loginId, steps: [flowId === 'qr' ? qr() : phone()], previous: undefined, started: false, failure: undefined, waiters: [],
      };
      processes.set(process.id, process);
      return view(process);
    },
    async submit(_user, { processId, step }, answer, { signal } = {}) {
      await enter(`submit ${step.step_id}`);
      const process = processes.get(processId);
      if (!process) throw gone();
      if (process.previous && process.previous.txn_id === step.txn_id) return view(process);
      if (stepOf(process).step_id !== step.step_id || stepOf(process).txn_id !== step.txn_id) throw new BridgeRefusal(400, 'M_BAD_STATE');
      if (!process.started) {
        process.started = true;
        if (step.step_id === 'fake.phone') queueMicrotask(() => move(process, code()));
        if (step.step_id === 'fake.code') {
          const entered = (answer as { code: string }).code;
          const number = '48600000001' as LoginId;
          queueMicrotask(() => (entered === '123456' ? pair(process, number) : kill(process, new BridgeRefusal(400, 'FAKE.WRONG_CODE'))));
        }
      }
      await wait(process, signal);
      if (process.failure) throw process.failure;
      return view(process);
    },
    async cancel(_user, processId) {
      await enter('cancel');
      const process = processes.get(processId);
      if (process) kill(process, new BridgeRefusal(410, 'FI.MAU.BRIDGE.LOGIN_CANCELLED'));
    },
    async logout(user, loginId) {
      await enter(`logout ${loginId}`);
      if (logins.get(loginId)?.user === user) logins.delete(loginId);
    },
    async logins(user) {
      await enter('logins');
      return [...logins].filter(([, login]) => login.user === user).map(([id]) => id);
    },
    async whoami(user) {
      await enter('whoami');
      return [...logins]
        .filter(([, login]) => login.user === user)
        .map(([loginId, { phone: own, stateEvent, stateAt, error }]): BridgeLogin => ({ loginId, phone: own, stateEvent, stateAt, error, reason: null }));
    },
    async contacts(user, loginId) {
      await enter('contacts');
      if (logins.get(loginId)?.user !== user) throw gone();
      return [...contacts];
    },
    async resolve(_user, loginId, identifier) {
      await enter('resolve');
      return room(identifier, loginId) ?? raise(gone());
    },
    async createDm(_user, loginId, identifier) {
      await enter(`create_dm ${identifier}`);
      const contact = room(identifier, loginId) ?? raise(gone());
      return { ...contact, roomId: contact.roomId as RoomId };
    },
    close: async () => {},
  };

  return {
    provisioning,
    log,
    logins,
    contacts,
    processes: () => processes.size,

    /** The phone scans the code that is shown: this number is paired. */
    scan: (number: string) => pair(only(), number as LoginId),
    /** Nobody scanned in time; there is a fresh code. */
    showNextCode: () => move(only(), qr()),
    timeOut: () => kill(only(), new BridgeRefusal(400, 'FAKE.LOGIN_TIMEOUT')),
    /** Killed and started again: logins are kept, login processes are not. */
    restart(): void {
      processes.clear();
      isDown = false;
      for (const breakOff of [...unreachable]) breakOff();
      unreachable.clear();
    },
    goDown(): void {
      isDown = true;
      for (const breakOff of [...unreachable]) breakOff();
      unreachable.clear();
    },
    comeBack: () => void (isDown = false),
    setState: (loginId: string, stateEvent: string, error: string | null = null) => void Object.assign(logins.get(loginId as LoginId) ?? {}, { stateEvent, error, stateAt: now() }),
    /** How the network answers somebody who is looked for. */
    onLookUp: (answer: typeof room) => void (room = answer),
    /** Networks whose login ids are not numbers tell the number in the profile. */
    onProfile: (answer: typeof profile) => void (profile = answer),
  };
}

function raise(failure: Error): never {
  throw failure;
}
