/** Stands for the room of this name, so that planted files have something to import. */
export const health = 'health';
export type Health = typeof health;
