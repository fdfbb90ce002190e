import { randomBytes } from 'node:crypto';
import type { AddDevice, AddedDevice, Device, DeviceId, Lease, LeasedShare, PersonId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import { AppError, newDeviceId, type Actor, type Clock, type PersonActor } from '../kernel/index.ts';
import { destroyDevice, findDevice, insertDevice, listDevices, noteLease } from './device-repository.ts';

const hourMs = 60 * 60_000;
const leaseNotedEveryMs = 60_000; // a device asks often, and a request is not worth an fsync
const mostDevices = 100;

export type DeviceDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: AuditTrail;
  /** Asked for each lease: it may change while the box runs. */
  readonly offlineHours: () => number;
  /** Whether the person may still sign in, read inside the transaction that gives them a share. */
  readonly isActive: (db: ReadDb, personId: PersonId) => boolean;
};

export type Devices = ReturnType<typeof createDevices>;

export function createDevices({ db, clock, audit, offlineHours, isActive }: DeviceDeps) {
  function leaseFrom(leasedAt: number): Lease {
    const hours = offlineHours();
    return { offlineHours: hours, leasedAt, endsAt: leasedAt + hours * hourMs };
  }

  function remove(tx: WriteTx, actor: Actor, deviceId: DeviceId, because: 'asked' | 'access-ended'): void {
    destroyDevice(tx, deviceId);
    audit.record(tx, { actor, action: 'device.removed', target: deviceId, detail: { because } });
  }

  return {
    /** A share of its own for each device: losing one says nothing about another. */
    add(actor: PersonActor, { name }: AddDevice): AddedDevice {
      const { personId } = actor;
      const now = clock.now();
      const share = randomBytes(32);
      const deviceId = newDeviceId();
      db.write((tx) => {
        // Locked while the request was on its way: a share given now would outlive the lock's clean-up.
        if (!isActive(tx, personId)) throw new AppError('PERSON_LOCKED', 'this person is locked');
        if (listDevices(tx, personId).length >= mostDevices) throw new AppError('CONFLICT', `nobody has more than ${mostDevices} devices; remove one first`);
        insertDevice(tx, { deviceId, personId, name, share, createdAt: now, lastLeasedAt: now }, actor.sessionId);
        audit.record(tx, { actor, action: 'device.added', target: deviceId, detail: { personId } });
      });
      return { deviceId, share: share.toString('base64url'), lease: leaseFrom(now) };
    },

    /** The same share again, for another while. DEVICE_UNKNOWN is for ever: what the device stored cannot be opened any more. */
    lease(actor: PersonActor, deviceId: DeviceId): LeasedShare {
      const now = clock.now();
      const device = findDevice(db, actor.personId, deviceId);
      if (!device) throw new AppError('DEVICE_UNKNOWN', 'this device was removed, or was never yours');
      if (device.lastLeasedAt <= now - leaseNotedEveryMs) db.write((tx) => noteLease(tx, deviceId, now));
      return { share: device.share.toString('base64url'), lease: leaseFrom(now) };
    },

    list(actor: PersonActor): Device[] {
      return listDevices(db, actor.personId);
    },

    remove(actor: PersonActor, deviceId: DeviceId): void {
      db.write((tx) => {
        if (!findDevice(tx, actor.personId, deviceId)) throw new AppError('DEVICE_UNKNOWN', 'this device was removed, or was never yours');
        remove(tx, actor, deviceId, 'asked');
        tx.afterCommit(() => db.forgetDeleted());
      });
    },

    /** In the transaction that locks the person or takes their role: no moment in which that holds and a device of theirs still opens. May run twice. */
    removeAll(tx: WriteTx, personId: PersonId, by: Actor): void {
      const owned = listDevices(tx, personId);
      for (const { deviceId } of owned) remove(tx, by, deviceId, 'access-ended');
      if (owned.length > 0) tx.afterCommit(() => db.forgetDeleted());
    },
  };
}
