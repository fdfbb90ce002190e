import type { Device, DeviceId, PersonId, SessionId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

export type StoredDevice = Device & { readonly personId: PersonId; readonly share: Buffer };

const shown = 'id AS deviceId, name, created_at AS createdAt, last_leased_at AS lastLeasedAt';

/** Only the person's own: somebody else's device is as unknown as one that never was. */
export function findDevice(db: ReadDb, personId: PersonId, deviceId: DeviceId): StoredDevice | undefined {
  return db
    .prepare<[DeviceId, PersonId], StoredDevice>(`SELECT ${shown}, person_id AS personId, share FROM device WHERE id = ? AND person_id = ?`)
    .get(deviceId, personId);
}

export function listDevices(db: ReadDb, personId: PersonId): Device[] {
  return db.prepare<[PersonId], Device>(`SELECT ${shown} FROM device WHERE person_id = ? ORDER BY created_at, id`).all(personId);
}

export function insertDevice(tx: WriteTx, { deviceId, personId, name, share, createdAt, lastLeasedAt }: StoredDevice, sessionId: SessionId): void {
  tx.prepare('INSERT INTO device (id, person_id, name, share, session_id, created_at, last_leased_at) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    deviceId, personId, name, share, sessionId, createdAt, lastLeasedAt,
  );
}

export function noteLease(tx: WriteTx, deviceId: DeviceId, at: number): void {
  tx.prepare('UPDATE device SET last_leased_at = ? WHERE id = ?').run(at, deviceId);
}

/** The share is overwritten first, so that it is gone from the page even where deleting only unlinks the row. */
export function destroyDevice(tx: WriteTx, deviceId: DeviceId): void {
  tx.prepare('UPDATE device SET share = zeroblob(32) WHERE id = ?').run(deviceId);
  tx.prepare('DELETE FROM device WHERE id = ?').run(deviceId);
}
