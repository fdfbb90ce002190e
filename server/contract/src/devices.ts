import { Type, type Static } from 'typebox';
import { DeviceId, Timestamp } from './ids.ts';
import { strict } from './shape.ts';

/** Half of what opens a device's local store. The other half never leaves the device. */
const Share = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', description: 'Thirty-two random bytes, base64url without padding.' });

/** How long a device may go on without hearing from the box. */
export const Lease = Type.Object(
  {
    offlineHours: Type.Integer({ minimum: 0, maximum: 720, description: '0 forbids working without the box.' }),
    leasedAt: Timestamp,
    endsAt: Type.Integer({ minimum: 0, description: 'leasedAt and offlineHours hours; by the box’s clock.' }),
  },
  strict,
);
export type Lease = Static<typeof Lease>;

export const AddDevice = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 80, description: 'What the person knows the device by.' }) },
  strict,
);
export type AddDevice = Static<typeof AddDevice>;

export const AddedDevice = Type.Object({ deviceId: DeviceId, share: Share, lease: Lease }, strict);
export type AddedDevice = Static<typeof AddedDevice>;

/** The body of asking for the share again: empty, and refused when it is not. */
export const LeaseDevice = Type.Object({}, strict);
export type LeaseDevice = Static<typeof LeaseDevice>;

export const LeasedShare = Type.Object({ share: Share, lease: Lease }, strict);
export type LeasedShare = Static<typeof LeasedShare>;

export const Device = Type.Object({ deviceId: DeviceId, name: Type.String(), createdAt: Timestamp, lastLeasedAt: Timestamp }, strict);
export type Device = Static<typeof Device>;

export const DeviceList = Type.Object({ devices: Type.Array(Device) }, strict);
export type DeviceList = Static<typeof DeviceList>;
