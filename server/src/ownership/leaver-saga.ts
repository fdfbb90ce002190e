import type { UserId } from '@holdfast/contract';
import type { Db } from '../db/index.ts';
import { HomeserverError, type HomeserverAdmin } from '../matrix/index.ts';
import type { SagaDefinition, SagaStep } from '../saga/index.ts';
import { findEmployee } from './directory-facts.ts';

type Input = { readonly userId: UserId; readonly stillLocked: boolean };
type Ports = { readonly admin: Pick<HomeserverAdmin, 'lock' | 'signOutEverywhere'>; readonly call: <T>(name: string, reach: () => Promise<T>) => Promise<T> };

export const leaverSagaKind = 'leaver';

/** A person without a Matrix user has nothing to lose there. */
async function unlessUnknown<T>(change: () => Promise<T>): Promise<T | undefined> {
  try {
    return await change();
  } catch (failure) {
    if (failure instanceof HomeserverError && failure.status === 404) return undefined;
    throw failure;
  }
}

/** From now on log-in and every request of the user answer that they are locked. */
const lockUser: SagaStep<Input, Ports> = {
  name: 'lock-user',
  async run({ userId, stillLocked }, { admin, call }) {
    if (stillLocked) await unlessUnknown(() => call('admin.lock', () => admin.lock(userId)));
  },
  async undo() {}, // an undone handover never unlocks a person
};

/** Locking alone leaves tokens: the open sync, refresh tokens and pushers go with the devices. */
const signOut: SagaStep<Input, Ports> = {
  name: 'sign-out',
  async run({ userId, stillLocked }, { admin, call }) {
    if (!stillLocked) return;
    const devices = await unlessUnknown(() => call('admin.signOutEverywhere', () => admin.signOutEverywhere(userId)));
    return { devices: devices ?? 0 };
  },
  async undo() {},
};

/** Closes the homeserver to a leaver. Before everything else that waits: the record has locked them out of rooms already. */
export function leaverSaga(ports: Ports & { db: Db }, done: Pick<SagaDefinition<Input, Ports>, 'sagaDone' | 'progressed' | 'resumed'>): SagaDefinition<Input, Ports> {
  return {
    kind: leaverSagaKind,
    rank: 0,
    steps: [lockUser, signOut],
    ports,
    load: (db, _sagaId, key) => ({ userId: key as UserId, stillLocked: findEmployee(db, key as UserId)?.active === false }),
    ...done,
  };
}
