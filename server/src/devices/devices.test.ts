import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddedDevice } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { apiForTest } from '../../test/support/api.ts';
import { openDb, type Db } from '../db/index.ts';
import { boxActor } from '../kernel/index.ts';
import { createDevices, type Devices } from './index.ts';

const hourMs = 3_600_000;
const refusal = (code: string) => expect.objectContaining({ code }) as unknown;

async function leasing({ offlineHours = 24, db = openDb(':memory:') }: { offlineHours?: number; db?: Db } = {}) {
  const base = await apiForTest({ db });
  const { clock, audit, people } = base;
  const devices = createDevices({ db, clock, audit, offlineHours: () => offlineHours, isActive: (read, personId) => people.port.findPersonById(read, personId)?.state === 'active' });
  const hire = async (name: string) => base.sessions.actorOf(await base.tokenOf(await people.hire(name, ['employee'])));
  return { ...base, devices, hire, anna: await hire('anna') };
}

test('a device gets the same share again and again, each time for as long as the box allows', async () => {
  const { devices, anna, clock } = await leasing({ offlineHours: 48 });
  const { deviceId, share, lease } = devices.add(anna, { name: 'Laptop' });
  expect(Buffer.from(share, 'base64url')).toHaveLength(32);
  expect(lease).toEqual({ offlineHours: 48, leasedAt: clock.now(), endsAt: clock.now() + 48 * hourMs });
  clock.advance(5 * hourMs);
  expect(devices.lease(anna, deviceId)).toEqual({ share, lease: { offlineHours: 48, leasedAt: clock.now(), endsAt: clock.now() + 48 * hourMs } });
  expect(devices.list(anna)).toEqual([{ deviceId, name: 'Laptop', createdAt: clock.now() - 5 * hourMs, lastLeasedAt: clock.now() }]);
});

test('a box that forbids working without it leases for no time at all', async () => {
  const { devices, anna, clock } = await leasing({ offlineHours: 0 });
  expect(devices.add(anna, { name: 'Laptop' }).lease).toEqual({ offlineHours: 0, leasedAt: clock.now(), endsAt: clock.now() });
});

test('every device has a share of its own', async () => {
  const { devices, anna } = await leasing();
  const shares = Array.from({ length: 5 }, () => devices.add(anna, { name: 'Laptop' }).share);
  expect(new Set(shares).size).toBe(5);
});

test('somebody else’s device is as unknown as one that never was', async () => {
  const { devices, anna, hire } = await leasing();
  const boris = await hire('boris');
  const { deviceId } = devices.add(anna, { name: 'Laptop' });
  expect(() => devices.lease(boris, deviceId)).toThrow(refusal('DEVICE_UNKNOWN'));
  expect(() => devices.remove(boris, deviceId)).toThrow(refusal('DEVICE_UNKNOWN'));
  expect(devices.list(boris)).toEqual([]);
  expect(devices.list(anna)).toHaveLength(1);
});

test('a removed device is never leased again', async () => {
  const { devices, anna, audit, db } = await leasing();
  const { deviceId } = devices.add(anna, { name: 'Laptop' });
  devices.remove(anna, deviceId);
  expect(() => devices.lease(anna, deviceId)).toThrow(refusal('DEVICE_UNKNOWN'));
  expect(() => devices.remove(anna, deviceId)).toThrow(refusal('DEVICE_UNKNOWN'));
  const traces = audit.list(db, { target: deviceId, limit: 9 });
  expect(traces.map(({ action }) => action)).toEqual(['device.added', 'device.removed']);
  expect(JSON.stringify(traces)).not.toContain('Laptop');
});

test('who is locked loses all their devices with the same commit, and nobody else does', async () => {
  const { devices, anna, hire, db } = await leasing();
  const boris = await hire('boris');
  const own = [devices.add(anna, { name: 'Laptop' }), devices.add(anna, { name: 'Desk' })];
  const other = devices.add(boris, { name: 'Desk' });
  expect(() =>
    db.write((tx) => {
      devices.removeAll(tx, anna.personId, boxActor('saga'));
      throw new Error('the lock failed');
    }),
  ).toThrow('the lock failed');
  expect(devices.list(anna)).toHaveLength(2);
  db.write((tx) => devices.removeAll(tx, anna.personId, boxActor('saga')));
  for (const { deviceId } of own) expect(() => devices.lease(anna, deviceId)).toThrow(refusal('DEVICE_UNKNOWN'));
  expect(devices.lease(boris, other.deviceId).share).toBe(other.share);
});

test('a device added by somebody who is being locked is refused', async () => {
  const { devices, anna, people } = await leasing();
  people.change(anna.personId, { state: 'locked' });
  expect(() => devices.add(anna, { name: 'Laptop' })).toThrow(refusal('PERSON_LOCKED'));
  expect(devices.list(anna)).toEqual([]);
});

test('nobody collects devices without end', async () => {
  const { devices, anna } = await leasing();
  for (let count = 0; count < 100; count++) devices.add(anna, { name: 'Laptop' });
  expect(() => devices.add(anna, { name: 'Laptop' })).toThrow(refusal('CONFLICT'));
});

test('a share that was removed is nowhere in the files of the record', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-devices-'));
  try {
    const path = join(folder, 'record.db');
    const db = openDb(path);
    const { devices, anna } = await leasing({ db });
    const share = Buffer.from(devices.add(anna, { name: 'Laptop' }).share, 'base64url');
    const { deviceId } = devices.add(anna, { name: 'Desk' });
    const files = () => Buffer.concat(['', '-wal'].map((ending) => readFileSync(path + ending)));
    expect(files().includes(share)).toBe(true); // so that its absence below means something
    db.write((tx) => devices.removeAll(tx, anna.personId, boxActor('saga')));
    expect(files().includes(share)).toBe(false);
    expect(() => devices.lease(anna, deviceId)).toThrow(refusal('DEVICE_UNKNOWN'));
    db.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('over the API: add, lease, list, remove; nothing in between keeps a share', async () => {
  const devices = {} as Devices; // the room needs the clock and the people of the world that it is a service of
  const { api, db, clock, audit, people, bearerOf } = await apiForTest({ services: { devices } });
  Object.assign(devices, createDevices({ db, clock, audit, offlineHours: () => 24, isActive: () => true }));
  const headers = await bearerOf(await people.hire('olena', ['employee']));
  const url = '/api/v1/devices';
  expect((await api.inject({ method: 'POST', url, headers, payload: { name: '' } })).statusCode).toBe(400);
  const added = await api.inject({ method: 'POST', url, headers, payload: { name: 'Laptop' } });
  const { deviceId, share, lease } = added.json<AddedDevice>();
  const leased = await api.inject({ method: 'POST', url: `${url}/${deviceId}/lease`, headers, payload: {} });
  expect(leased.json()).toEqual({ share, lease });
  for (const { headers: sent } of [added, leased]) expect(sent['cache-control']).toBe('no-store');
  expect((await api.inject({ url, headers })).json()).toMatchObject({ devices: [{ deviceId, name: 'Laptop' }] });
  expect((await api.inject({ method: 'DELETE', url: `${url}/${deviceId}`, headers })).statusCode).toBe(204);
  const unknown = await api.inject({ method: 'POST', url: `${url}/${deviceId}/lease`, headers, payload: {} });
  expect([unknown.statusCode, unknown.json<{ code: string }>().code]).toEqual([404, 'DEVICE_UNKNOWN']);
});
