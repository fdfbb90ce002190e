/**
 * The half of a key that the box keeps for each device, and for how long a device may do without the box. Whoever is
 * locked loses it in the same commit, and with it whatever the device has stored. Knows people only by their ids; never
 * sees the other half, so that nobody on the box can open a device's store.
 */
export { listDevices } from './device-repository.ts';
export { createDevices, type DeviceDeps, type Devices } from './devices.ts';
