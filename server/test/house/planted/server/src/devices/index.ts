/** Stands for the room of this name, so that planted files have something to import. */
export const devices = 'devices';
export type Devices = typeof devices;
